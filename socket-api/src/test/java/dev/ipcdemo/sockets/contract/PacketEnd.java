package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.CLOSED;
import static dev.ipcdemo.sockets.FailureKind.TIMEOUT;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a datagram socket is closed. */
public interface PacketEnd extends TransportContract {

    @Override
    PacketTransport transport();

    @Test
    default void closesTwice(PacketSandbox sandbox) throws IOException {
        PacketSocket socket = sandbox.bind();
        assertThat(socket.isOpen()).isTrue();

        socket.close();
        assertThat(socket.isOpen()).isFalse();
        socket.close();
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void doesNothingOnceClosedButTellItsName(Options options, PacketSandbox sandbox) throws IOException {
        PacketSocket other = sandbox.bind();
        PacketSocket socket = sandbox.bind(options);
        String name = socket.localEndpoint().toString();
        String peer = other.localEndpoint().toString();
        SocketAddress to = other.localAddress();
        socket.close();

        fails(CLOSED, "sendto " + peer + ": closed", () -> socket.sendTo(Content.of("x"), to));
        fails(CLOSED, "recvfrom " + name + ": closed", () -> socket.recvFrom(ByteBuffer.allocate(1)));
        fails(CLOSED, "connect " + peer + ": closed", () -> socket.connect(to));
        fails(CLOSED, "getsockname " + name + ": closed", socket::localAddress);
        fails(CLOSED, "getsockopt SO_SNDBUF " + name + ": closed", socket::sendBufferBytes);
        fails(CLOSED, "getsockopt SO_RCVBUF " + name + ": closed", socket::recvBufferBytes);
        fails(CLOSED, "getsockopt SO_MEMINFO " + name + ": closed", socket::unreadBytes);
        assertThat(socket.localEndpoint()).hasToString(name);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void isClosedByAnotherThreadWhileItReceives(Options options, PacketSandbox sandbox) throws Exception {
        PacketSocket socket = sandbox.bind(options);
        Call<SocketAddress> recvFrom =
                sandbox.call(() -> socket.recvFrom(ByteBuffer.allocate(1))).untilItWaits();

        socket.close();

        fails(CLOSED, "recvfrom " + socket.localEndpoint() + ": closed", recvFrom::result);
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void isClosedByAnotherThreadThatMayBeAboutToReceive(Options options, PacketSandbox sandbox)
            throws Exception {
        for (int i = 0; i < 500; i++) {
            try (PacketSocket socket = transport().bind(sandbox.freshEndpoint(), options)) {
                sandbox.closesAtAnyStep(i, socket, () -> socket.recvFrom(ByteBuffer.allocate(1)));
            }
        }
    }

    @Test
    default void isClosedByAnotherThreadWhileItSendsWithoutWaiting(PacketSandbox sandbox) throws Exception {
        SocketAddress to = sandbox.bind().localAddress();
        for (int i = 0; i < 500; i++) {
            try (PacketSocket socket = transport().bind(sandbox.freshEndpoint(), KernelContract.NON_BLOCKING)) {
                sandbox.closesAtAnyStep(i, socket, () -> {
                    while (true) {
                        socket.sendTo(Content.of("x"), to);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ipcdemo.sockets.contract.StreamEnd#waysToWait")
    default void isClosedByInterruptingWhoWaits(Options options, PacketSandbox sandbox) throws Exception {
        PacketSocket socket = sandbox.bind(options);
        Call<SocketAddress> recvFrom =
                sandbox.call(() -> socket.recvFrom(ByteBuffer.allocate(1))).untilItWaits();

        recvFrom.interrupt();

        fails(CLOSED, "recvfrom " + socket.localEndpoint() + ": closed", recvFrom::result);
        assertThat(socket.isOpen()).isFalse();
    }

    /** Repeated, so that descriptors that are left open add up, and are not mistaken for one that the JVM keeps. */
    @Test
    default void leavesNothingOpen(PacketSandbox sandbox) throws IOException {
        Descriptors before = Descriptors.ofThisProcess();
        for (int i = 0; i < 20; i++) {
            Options hurried = Options.DEFAULT.with(Options.RECV_TIMEOUT, StreamWaiting.SHORT.dividedBy(10));
            try (PacketSocket server = transport().bind(sandbox.freshEndpoint(), hurried);
                    var client = transport().connect(server.localAddress(), hurried)) {
                client.sendFully(Content.of("x"));
                Sandbox.despiteTimeouts(() -> server.recvFrom(ByteBuffer.allocate(1)));
                fails(
                        TIMEOUT,
                        "recvfrom " + server.localEndpoint() + ": timed out",
                        () -> server.recvFrom(ByteBuffer.allocate(1)));
                fails(
                        TIMEOUT,
                        "recv " + server.localEndpoint() + ": timed out",
                        () -> client.recv(ByteBuffer.allocate(1)));
            }
        }
        assertThat(Descriptors.ofThisProcess().openedSince(before)).hasSizeLessThan(10);
    }
}
