package dev.ipcdemo.relay;

import dev.ipcdemo.relay.destination.TargetCheck;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.Closeable;

/**
 * Listens at one endpoint, and passes what its clients send on to another, and the answers back. Each client has a
 * connection, or a datagram socket, to the target of its own.
 *
 * <p>Streams can be relayed to streams, and messages (SOCK_DGRAM, SOCK_SEQPACKET) to messages, whose boundaries are kept.
 * The end of a stream is passed on, and the other direction stays open. A client over datagrams is there until nothing has
 * passed for {@link RelayLimits#idleTimeout}.
 *
 * <p>Memory is bounded: a receiver that does not read makes its sender wait. Over UDP, and where a message is larger than
 * {@link RelayLimits#maxMessageBytes}, messages are dropped and counted instead. So they are where one client over
 * datagrams would hold up the others: when {@link RelayLimits#delayedBytes} wait for a receiver that has taken nothing for
 * a second, until it reads again; and when they wait for the target to be reached, which takes as long as the target and
 * {@link dev.ipcdemo.sockets.Options#CONNECT_TIMEOUT} let it.
 *
 * <p>A connection takes two threads and 8 KiB of buffers. Streams of which much comes share 32 MiB besides. On Java 21 and
 * later the threads of all but the first 200 clients are virtual, where both transports allow it. A client over datagrams,
 * or SOCK_SEQPACKET, takes buffers of {@code maxMessageBytes}: one, or two. When the process has no file descriptor left,
 * a new connection is reset, and those that are there stay.
 *
 * <p>All methods may be called by any thread.
 */
public abstract sealed class Relay implements Closeable permits StreamRelay, PacketRelay {

    final RelayContext context;

    Relay(RelayContext context) {
        this.context = context;
    }

    /**
     * Opens a relay with faults in both directions. Does not wait, and does not connect to the target before a client
     * comes.
     *
     * @param listen where it listens; port 0 or no name picks a free one
     * @param target where it connects to
     * @param faults what it does wrong
     * @return a running relay
     * @throws SocketFailure as {@link StreamTransport#listen} and {@link PacketTransport#bind}
     * @throws IllegalArgumentException if the two endpoints cannot be relayed to each other or are the same, by whatever
     *     name, if the target's path is too long, or if they do not know one of the faults; the message says why
     */
    public static Relay open(Endpoint listen, Endpoint target, Faults faults) throws SocketFailure {
        return open(listen, target, RelaySettings.defaults().withFaults(faults));
    }

    /**
     * Opens a relay. Does not wait, and does not connect to the target before a client comes.
     *
     * @param listen where it listens; port 0 or no name picks a free one
     * @param target where it connects to
     * @param settings how
     * @return a running relay
     * @throws SocketFailure as {@link StreamTransport#listen} and {@link PacketTransport#bind}
     * @throws IllegalArgumentException if the two endpoints cannot be relayed to each other or are the same, by whatever
     *     name, if the target's path is too long, or if they do not know one of the faults; the message says why
     */
    public static Relay open(Endpoint listen, Endpoint target, RelaySettings settings) throws SocketFailure {
        Relay relay = listen(listen, target, settings);
        relay.start();
        return relay;
    }

    /**
     * Listens, and leaves clients waiting until {@link #start}: for what is to be done once it is known that the relay can
     * listen, and before anything passes.
     *
     * @param listen where it listens; port 0 or no name picks a free one
     * @param target where it connects to
     * @param settings how
     * @return a relay that has not started
     * @throws SocketFailure as {@link StreamTransport#listen} and {@link PacketTransport#bind}
     * @throws IllegalArgumentException as {@link #open(Endpoint, Endpoint, RelaySettings)}
     */
    public static Relay listen(Endpoint listen, Endpoint target, RelaySettings settings) throws SocketFailure {
        Transport from = Transports.byScheme(listen.scheme());
        RelayContext context = new RelayContext(from, Transports.byScheme(target.scheme()), target, settings);
        requireAvailable(from, listen);
        requireAvailable(context.targetTransport(), target);
        TargetCheck.requireName(context.targetTransport(), target);
        Relay relay = from instanceof StreamTransport streams
                ? new StreamRelay(context, streams.listen(listen, settings.options()))
                : PacketRelay.open(context, (PacketTransport) from, listen);
        try {
            TargetCheck.requireOther(from, relay.endpoint(), context.targetTransport(), target);
        } catch (IllegalArgumentException itself) {
            relay.close();
            throw itself;
        }
        return relay;
    }

    private static void requireAvailable(Transport transport, Endpoint endpoint) throws SocketFailure {
        Availability availability = transport.availability();
        if (!availability.isAvailable()) {
            throw new SocketFailure("relay", endpoint.toString(), FailureKind.NOT_SUPPORTED, availability.reason());
        }
    }

    /**
     * Starts to serve clients, those that wait first. Does not wait. Has an effect once, and none on a relay that is closed.
     */
    public final void start() {
        if (!context.isToStart()) {
            return;
        }
        context.start("relay " + endpoint(), this::serve);
        if (context.hasDatagrams()) {
            Threads.startPlatform("relay idle " + endpoint(), context::watchIdle);
        }
    }

    /** Takes what comes from clients, until the socket is closed. */
    abstract void serve();

    /** Closes what clients come to. */
    abstract void closeSocket() throws SocketFailure;

    /**
     * Where clients reach the relay.
     *
     * @return the endpoint that the socket has got, with its actual port or path
     */
    public abstract Endpoint endpoint();

    /**
     * Where it passes on what comes.
     *
     * @return the endpoint that it was opened with
     */
    public final Endpoint target() {
        return context.target();
    }

    /**
     * What chance is made of.
     *
     * @return the seed that it was opened with
     */
    public final long seed() {
        return context.settings().seed();
    }

    /**
     * The faults of one direction, as they are now.
     *
     * @param direction which
     * @return its faults
     */
    public final Faults faults(Direction direction) {
        return context.faults(direction);
    }

    /**
     * Changes the faults in both directions. What comes from now on meets the new ones, also of clients that are there
     * already; what is being delayed still waits.
     *
     * @param faults the new faults
     * @throws IllegalArgumentException if the endpoints do not know one of them; nothing is changed then
     */
    public final void setFaults(Faults faults) {
        context.check(faults);
        setFaults(Direction.TO_TARGET, faults);
        setFaults(Direction.TO_CLIENT, faults);
    }

    /**
     * Changes the faults of one direction.
     *
     * @param direction which
     * @param faults the new faults
     * @throws IllegalArgumentException if the endpoints do not know one of them; nothing is changed then
     */
    public final void setFaults(Direction direction, Faults faults) {
        context.setFaults(direction, faults);
    }

    /**
     * Resets all connections that there are now, and forgets the clients that send datagrams. The relay goes on.
     */
    public abstract void resetClients();

    /**
     * What has been done so far.
     *
     * @return a snapshot; parts of it may be a moment older than others
     */
    public final RelayStatistics statistics() {
        return context.statistics();
    }

    /**
     * Waits until the relay is closed and its threads are done.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    public final void await() throws InterruptedException {
        context.awaitEnd();
    }

    /**
     * Ends the relay: its socket and all connections are closed, and its socket file is removed. Does not wait. Closing it
     * again has no effect.
     */
    @Override
    public final void close() {
        context.startClosing();
        try {
            closeSocket();
        } catch (SocketFailure e) {
            context.failed(e); // the descriptor is gone all the same
        } finally {
            context.closeSessions("the relay ended");
            context.endClosing();
        }
    }
}
