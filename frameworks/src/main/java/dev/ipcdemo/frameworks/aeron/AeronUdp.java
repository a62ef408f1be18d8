package dev.ipcdemo.frameworks.aeron;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.sockets.Closing;
import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Aeron between processes of one host by UDP, unicast on the loopback interface. The media driver in the server's JVM sends
 * and receives for both sides. It polls, yielding between two attempts because it may share its CPU with them; so do they,
 * as in {@link AeronIpc}. MTU, term window and flow control are Aeron's defaults.
 */
public final class AeronUdp implements Carrier {

    private static final String ANY_PORT = "aeron:udp?endpoint=127.0.0.1:0";
    private static final String AT = "aeron:udp?endpoint=";

    /** Made by ServiceLoader. */
    public AeronUdp() {}

    @Override
    public String name() {
        return "aeron:udp";
    }

    @Override
    public String description() {
        return "Aeron over UDP on loopback, loss repaired; a driver's thread between the sides, always polling; messages"
                + " copied into a log and out of one, above 1,376 bytes in fragments, several sent in one datagram";
    }

    @Override
    public Optional<String> over() {
        return Optional.of("raw:udp");
    }

    @Override
    public boolean isPolled() {
        return true;
    }

    @Override
    public boolean startsThreads() {
        return true;
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return AeronChannel.refusal(cell, "Aeron's driver is shared by both sides, which are");
    }

    /** The address is the driver's directory and the channel for requests. */
    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        AeronDriver driver = AeronDriver.launch(context -> context.sharedIdleStrategy(YieldingIdleStrategy.INSTANCE)
                .publicationTermBufferLength(AeronDriver.TERM_BYTES));
        Aeron aeron = AeronDriver.client(driver.place());
        Subscription in = aeron.addSubscription(ANY_PORT, AeronChannel.REQUESTS);
        return Acceptor.of(
                driver.place() + " " + channel(aeron, in),
                () -> accept(aeron, in, cell),
                () -> Closing.all(List.<Closeable>of(aeron::close, driver::awaitLastClient, driver)));
    }

    /** Waits for the port that the subscription has. Returns the channel of a publication to it. */
    private static String channel(Aeron aeron, Subscription in) throws IOException {
        String endpoint = in.resolvedEndpoint();
        while (endpoint == null) {
            pause(aeron);
            endpoint = in.resolvedEndpoint();
        }
        return AT + endpoint;
    }

    /** Lets the driver run, unless this side was closed or the driver has gone. */
    private static void pause(Aeron aeron) throws ClosedChannelException {
        if (aeron.isClosed()) {
            throw new ClosedChannelException();
        }
        Thread.yield();
    }

    /** The first message says where the client wants its replies. */
    private static MessageChannel accept(Aeron aeron, Subscription in, Cell cell) throws IOException {
        String[] replies = {""};
        while (replies[0].isEmpty()) {
            pause(aeron);
            in.poll((log, offset, length, header) -> replies[0] = log.getStringWithoutLengthUtf8(offset, length), 1);
        }
        Publication out = aeron.addPublication(replies[0], AeronChannel.REPLIES);
        return new AeronChannel(aeron, out, in, Idle.on(cell.cpus())).connected();
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        String[] parts = address.split(" ");
        Aeron aeron = AeronDriver.client(parts[0]);
        Subscription in = aeron.addSubscription(ANY_PORT, AeronChannel.REPLIES);
        Publication out = aeron.addPublication(parts[1], AeronChannel.REQUESTS);
        byte[] replies = channel(aeron, in).getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer hello = new UnsafeBuffer(ByteBuffer.allocateDirect(replies.length));
        hello.putBytes(0, replies);
        while (out.offer(hello) < 0) {
            pause(aeron);
        }
        return new AeronChannel(aeron, out, in, Idle.on(cell.cpus())).connected();
    }
}
