package dev.ipcdemo.sockets.spi.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A library that closes the descriptor by itself when a call finds the peer gone, as junixsocket does. That close(2) is
 * noted once, by the call that made it, whatever another thread does to the socket meanwhile.
 */
class LostDescriptorTest {

    private final LosingChannel channel = new LosingChannel();
    private final LosingChannel another = new LosingChannel();

    private Connection connection() throws IOException {
        return new ChannelConnection<>(
                channel, PacketSocket.UNNAMED, new LosingFamily(another), Options.DEFAULT, true, () -> {}, () -> {});
    }

    /** What was noted while the body ran. */
    private static List<String> calls(Closeable body) throws IOException {
        try (SystemCalls made = SystemCalls.collect()) {
            body.close();
            return List.copyOf(made.names());
        }
    }

    private static void assertSendFails(Connection connection, FailureKind kind) {
        assertThatThrownBy(() -> connection.send(ByteBuffer.wrap(new byte[1])))
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @Test
    void isNotedByTheCallThatFoundThePeerGone() throws Exception {
        Connection connection = connection();

        assertThat(calls(() -> assertSendFails(connection, FailureKind.RESET))).containsExactly("send", "close");
        assertThat(calls(connection::close)).isEmpty();
    }

    @Test
    void isNotedByThatCallThoughAnotherThreadClosesTheSocketBeforeItReturns() throws Exception {
        Connection connection = connection();
        List<String> closing = new ArrayList<>();
        channel.whenLost = () -> runInAnotherThread(() -> closing.addAll(calls(connection::close)));

        assertThat(calls(() -> assertSendFails(connection, FailureKind.CLOSED))).containsExactly("send", "close");
        assertThat(closing).isEmpty();
    }

    @Test
    void isNotedByWhoClosesTheSocketIfThatCameFirst() throws Exception {
        Connection connection = connection();

        assertThat(calls(connection::close)).containsExactly("shutdown", "close");
        assertThat(calls(() -> assertSendFails(connection, FailureKind.CLOSED))).isEmpty();
    }

    /** The library may close it before or after the connection shuts it down. */
    @Test
    void isNotedWithWhatCannotBeKnownIfASendIsUnderWay() throws Exception {
        CallChannels<LosingChannel> channels = new CallChannels<>(channel, new LosingFamily(another), true);
        ByteChannel sending = channels.take("send");
        ByteChannel sendingToo = channels.take("send");

        assertThat(sendingToo).isSameAs(another);
        assertThat(channels.closingOwn(List.of("shutdown", "close"))).containsExactly("…", "close");
        assertThat(channels.closingOwn(List.of())).as("lost already").isEmpty();
        assertThat(calls(channels)).containsExactly("…", "close");
        channels.giveBack(sending, "send");
        channels.giveBack(sendingToo, "send");
        assertThatThrownBy(() -> channels.take("send")).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channels.take("recv")).isInstanceOf(ClosedChannelException.class);
    }

    /** There calls share the connection's own channel, because none waits in it. */
    @Test
    void isNotedInTheSameWayWhereCallsWaitInASelector() throws Exception {
        CallChannels<LosingChannel> channels = new CallChannels<>(channel, new LosingFamily(another), false);
        channels.take("recv");

        assertThat(channels.take("send")).isSameAs(channel);
        assertThat(channels.closingOwn(List.of("shutdown", "close"))).containsExactly("…", "close");
        channels.giveBack(channel, "send");
        assertThat(channels.closingOwn(List.of("shutdown", "close"))).containsExactly("shutdown", "close");
        assertThatThrownBy(() -> channels.take("send")).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void isNotedAsItIsIfACallWaitsToReceive() throws Exception {
        CallChannels<LosingChannel> channels = new CallChannels<>(channel, new LosingFamily(another), true);
        channels.take("recv");
        channels.take("recv");

        assertThat(channels.closingOwn(List.of("shutdown", "close"))).containsExactly("shutdown", "close");
        assertThat(calls(channels)).containsExactly("shutdown", "close");
    }

    /** A call that waits has the connection's own channel, so a send in another thread has a duplicate. */
    @Test
    void ofADuplicateIsNotedByTheCallThatLostItThoughTheSocketIsClosedBeforeItReturns() throws Exception {
        CallChannels<LosingChannel> channels = new CallChannels<>(channel, new LosingFamily(another), true);
        channels.take("recv");
        ByteChannel used = channels.take("send");
        List<String> closing = new ArrayList<>();
        another.whenLost = () -> runInAnotherThread(() -> closing.addAll(calls(channels)));

        List<String> sending = calls(() -> {
            assertThatThrownBy(() -> used.write(ByteBuffer.allocate(1))).hasMessage("Broken pipe");
            channels.giveBack(used, "send");
        });

        assertThat(used).isSameAs(another);
        assertThat(sending).containsExactly("close");
        assertThat(closing).isEmpty();
        assertThat(calls(() -> channels.giveBack(used, "send"))).as("once").isEmpty();
    }

    private static void runInAnotherThread(Closeable body) {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                body.close();
            } catch (IOException e) {
                failures.add(e);
            }
        });
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            failures.add(e);
        }
        assertThat(failures).isEmpty();
    }

    private static final class LosingFamily implements ChannelFamily {

        private final LosingChannel duplicate;

        LosingFamily(LosingChannel duplicate) {
            this.duplicate = duplicate;
        }

        @Override
        public Endpoint endpointOf(SocketAddress address) {
            return Endpoint.parse("unixpacket:");
        }

        @Override
        public boolean losesDescriptors() {
            return true;
        }

        @Override
        public boolean hasDescriptor(SelectableChannel asked) {
            return ((LosingChannel) asked).hasDescriptor;
        }

        @Override
        public List<String> closing(SelectableChannel asked) {
            return hasDescriptor(asked) ? List.of("shutdown", "close") : List.of();
        }

        @Override
        public DuplicateChannel duplicate(SelectableChannel connected) {
            return new DuplicateChannel() {
                @Override
                public ByteChannel channel() {
                    return duplicate;
                }

                @Override
                public boolean hasDescriptor() {
                    return duplicate.hasDescriptor;
                }

                @Override
                public List<String> closing() {
                    return LosingFamily.this.closing(duplicate);
                }

                @Override
                public void close() throws IOException {
                    duplicate.close();
                }
            };
        }
    }

    /** Its first write finds the peer gone. */
    private static final class LosingChannel extends AbstractSelectableChannel implements ByteChannel, NetworkChannel {

        private volatile boolean hasDescriptor = true;
        private Runnable whenLost = () -> {};

        LosingChannel() {
            super(SelectorProvider.provider());
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (!hasDescriptor) {
                throw new ClosedChannelException();
            }
            hasDescriptor = false;
            whenLost.run();
            throw new IOException("Broken pipe");
        }

        @Override
        protected void implCloseSelectableChannel() {
            hasDescriptor = false;
        }

        @Override
        protected void implConfigureBlocking(boolean block) {}

        @Override
        public SocketAddress getLocalAddress() {
            return null;
        }

        @Override
        public int validOps() {
            return 0;
        }

        @Override
        public int read(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NetworkChannel bind(SocketAddress local) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> NetworkChannel setOption(SocketOption<T> name, T value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T getOption(SocketOption<T> name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of();
        }
    }
}
