package dev.ipcdemo.junit.leak;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.nio.ByteBuffer;

/**
 * Makes the JVM open what it opens once and keeps: a socket with which it closes others, the pollers of virtual threads,
 * threads that clean up.
 */
final class JvmWarmUp {

    private JvmWarmUp() {}

    /** A class of its own: a thread that needs a class while that is being initialized would wait forever. */
    private static final class Once {

        static {
            JvmWarmUp.useAll();
        }

        static void assureInitialized() {}
    }

    /** Has an effect once. */
    static void assureDone() {
        Once.assureInitialized();
    }

    private static void useAll() {
        for (Transport transport : Transports.all()) {
            try {
                use(transport);
            } catch (SocketFailure e) {
                // It does not work here, and so keeps nothing open.
            }
        }
    }

    private static void use(Transport transport) throws SocketFailure {
        if (!transport.availability().isAvailable()) {
            return;
        }
        Domain domain = transport.domains().first();
        Endpoint any = transport.anyEndpoint(domain, Reach.THIS_HOST);
        Options polled = Options.DEFAULT.with(Options.BLOCKING, false);
        if (transport instanceof StreamTransport streams) {
            try (Listener listener = streams.listen(any, Options.DEFAULT);
                    Connection client = streams.connect(listener.localAddress(), Options.DEFAULT)) {
                receiveEnd(transport, listener, client);
            }
            try (Listener listener = streams.listen(any, polled);
                    Poll poll = transport.poll()) {
                poll.watch(listener, Poll.Readiness.RECV);
            }
        } else {
            ((PacketTransport) transport).bind(any, Options.DEFAULT).close();
        }
    }

    /** In a virtual thread, if there are any, so that it waits in a poller. */
    private static void receiveEnd(Transport transport, Listener listener, Connection client) throws SocketFailure {
        try (Connection accepted = listener.accept()) {
            Thread receiver = Threads.start(transport, "warm-up", () -> receive(accepted));
            awaitParked(receiver);
            client.close();
            receiver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without this, it might find the end of the stream there already. A platform thread in a call shows no such state. */
    private static void awaitParked(Thread receiver) {
        while (Threads.isVirtual(receiver)
                && receiver.getState() != Thread.State.WAITING
                && receiver.getState() != Thread.State.TERMINATED) {
            Thread.yield();
        }
    }

    private static void receive(Connection connection) {
        try {
            connection.recv(ByteBuffer.allocateDirect(1));
        } catch (SocketFailure e) {
            // It has waited, which is all that matters.
        }
    }
}
