package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.threads.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all clients of a relay share: the target, the faults as they are now, the counters and the threads. */
final class RelayContext {

    private static final int MOST_LARGE_BUFFERS = 256;

    /**
     * So many clients have platform threads, where virtual ones are possible at all: to wake one of those takes more, and a
     * round trip of 64 B lasts twice as long.
     */
    private static final int FEW_CLIENTS = 200;

    private final Transport transport;
    private final Transport targetTransport;
    private final Endpoint target;
    private final RelaySettings settings;
    private final Map<Direction, FlowCounters> counters = new EnumMap<>(Direction.class);
    private final LargeBuffers largeBuffers = new LargeBuffers(MOST_LARGE_BUFFERS);
    private final AtomicLong clients = new AtomicLong();
    private final LongAdder tooMany = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong threads = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile Faults toTarget;
    private volatile Faults toClient;

    RelayContext(Transport transport, Transport targetTransport, Endpoint target, RelaySettings settings) {
        this.transport = transport;
        this.targetTransport = targetTransport;
        this.target = target;
        this.settings = settings;
        if (hasMessages() != targetTransport.type().keepsBoundaries()) {
            String stream = hasMessages() ? targetTransport.scheme() : transport.scheme();
            String messages = hasMessages() ? transport.scheme() : targetTransport.scheme();
            throw new IllegalArgumentException("'" + stream + "' is a stream, and '" + messages
                    + "' sends messages: a stream has no boundaries at which a relay could cut it into messages. Relay"
                    + " streams to streams, and udp, unixgram and unixpacket to each other");
        }
        if (!target.isNamed()) {
            throw new IllegalArgumentException("'" + target + "' names no target: give the endpoint of a server");
        }
        this.toTarget = checked(settings.toTarget());
        this.toClient = checked(settings.toClient());
        for (Direction direction : Direction.values()) {
            counters.put(direction, new FlowCounters(hasMessages()));
        }
    }

    private boolean hasMessages() {
        return transport.type().keepsBoundaries();
    }

    private Faults checked(Faults faults) {
        check(faults);
        return faults;
    }

    void check(Faults faults) {
        List<Faults.Setting<Double>> ofMessages = faults.forMessagesOnly();
        if (!hasMessages() && !ofMessages.isEmpty()) {
            throw new WrongFaultException(names -> names.of(ofMessages.get(0)) + " is a fault of messages, and '"
                    + transport.scheme() + "' is a stream: use " + names.of(Faults.DELAY) + ", "
                    + names.of(Faults.BANDWIDTH) + ", " + names.of(Faults.CORRUPT) + " or " + names.of(Faults.LIMIT));
        }
        boolean hasEnd =
                transport.type().isConnected() || targetTransport.type().isConnected();
        Ending ending = faults.get(Faults.ENDING);
        if (!hasEnd && (ending == Ending.RESET || ending == Ending.HALF_CLOSE)) {
            throw new WrongFaultException(names -> names.of(ending) + " ends a connection, and '" + transport.scheme()
                    + "' has none: use " + names.of(Ending.SILENCE) + " or " + names.of(Faults.LOSS));
        }
    }

    Transport transport() {
        return transport;
    }

    Transport targetTransport() {
        return targetTransport;
    }

    Endpoint target() {
        return target;
    }

    RelaySettings settings() {
        return settings;
    }

    /** Whether nothing is lost between a client and the relay. */
    boolean isReliable() {
        return transport.isReliable();
    }

    /** Whether a client can be gone without a sign of it. */
    boolean hasDatagrams() {
        return !transport.type().isConnected() || !targetTransport.type().isConnected();
    }

    LargeBuffers largeBuffers() {
        return largeBuffers;
    }

    FlowCounters counters(Direction direction) {
        return counters.get(direction);
    }

    Faults faults(Direction direction) {
        return direction == Direction.TO_TARGET ? toTarget : toClient;
    }

    /** Those that a client meets, by its rank among all. */
    Faults faults(Direction direction, double rank) {
        Faults faults = faults(direction);
        return faults == Faults.NONE || rank < faults.get(Faults.SHARE) ? faults : Faults.NONE;
    }

    void setFaults(Direction direction, Faults faults) {
        check(faults);
        if (direction == Direction.TO_TARGET) {
            toTarget = faults;
        } else {
            toClient = faults;
        }
    }

    /** Whether a client is to be turned away. */
    boolean refuses(long client) {
        double rank = Chance.rank(settings.seed(), client);
        return faults(Direction.TO_TARGET, rank).get(Faults.REFUSE)
                || faults(Direction.TO_CLIENT, rank).get(Faults.REFUSE);
    }

    boolean isFull() {
        return sessions.size() >= settings.limits().maxClients();
    }

    void refusedForLackOfRoom() {
        tooMany.increment();
    }

    RelayClient newClient(Endpoint endpoint) {
        return new RelayClient(clients.incrementAndGet(), endpoint, hasMessages());
    }

    void injected(RelayClient client, Direction direction, Fault fault, int bytes) {
        counters(direction).injected(fault);
        settings.observer().injected(client, direction, fault, bytes);
    }

    /** A fault because of which the bytes are not passed on. */
    void dropped(RelayClient client, Direction direction, Fault fault, ByteBuffer bytes) {
        counters(direction).injected(fault);
        observeDropped(client, direction, bytes, fault.why());
    }

    /** What is not passed on although no fault says so. */
    void dropped(RelayClient client, Direction direction, ByteBuffer bytes, String why) {
        counters(direction).dropped();
        observeDropped(client, direction, bytes, why);
    }

    void observeDropped(RelayClient client, Direction direction, ByteBuffer bytes, String why) {
        settings.observer().dropped(client, direction, bytes.asReadOnlyBuffer(), why);
    }

    /** Waits, unless the thread is interrupted. */
    Connection connectToTarget() throws SocketFailure {
        return targetTransport.connect(target, socketOptions());
    }

    /** Something failed that concerns no client, so that what an observer throws has no connection to end. */
    void failed(SocketFailure failure) {
        try {
            settings.observer().failed(failure);
        } catch (RuntimeException | Error e) {
            // The relay goes on.
        }
    }

    void targetNotReached(SocketFailure why) {
        unreachable.increment();
        settings.observer().failed(why);
    }

    /** Without the timeouts of calls that a relay must be able to wait in. */
    Options socketOptions() {
        return settings.options().with(Options.SEND_TIMEOUT, Duration.ZERO).with(Options.RECV_TIMEOUT, Duration.ZERO);
    }

    void add(ClientSession session) {
        sessions.add(session);
        if (isClosing()) {
            session.close("the relay ended");
        }
    }

    void remove(ClientSession session) {
        sessions.remove(session);
    }

    Set<ClientSession> sessions() {
        return sessions;
    }

    /** True once. */
    boolean isToStart() {
        return !isClosing() && isStarted.compareAndSet(false, true);
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Whoever closes counts as a thread until {@link #endClosing}, so that what it closes is counted at the end. */
    void startClosing() {
        threads.incrementAndGet();
        closing.countDown();
    }

    void endClosing() {
        threadEnded();
    }

    void closeSessions(String why) {
        sessions.forEach(session -> session.close(why));
    }

    /** Waits, unless the relay closes. */
    void pause(long ns) {
        try {
            closing.await(ns, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a thread that may block in calls of both transports. */
    void start(String name, Runnable task) {
        threads.incrementAndGet();
        boolean isVirtual = sessions.size() > FEW_CLIENTS
                && transport.parksVirtualThreads()
                && targetTransport.parksVirtualThreads();
        try {
            Threads.start(isVirtual, name, () -> {
                try {
                    task.run();
                } finally {
                    threadEnded();
                }
            });
        } catch (OutOfMemoryError noThread) {
            threadEnded();
            throw noThread;
        }
    }

    private void threadEnded() {
        if (threads.decrementAndGet() == 0 && isClosing()) {
            ended.countDown();
        }
    }

    /** How many of the threads that were started have not ended, virtual ones included. */
    long runningThreads() {
        return threads.get();
    }

    void awaitEnd() throws InterruptedException {
        closing.await();
        if (threads.get() > 0) {
            ended.await();
        }
    }

    RelayStatistics statistics() {
        return new RelayStatistics(
                clients.get(),
                sessions.size(),
                tooMany.sum(),
                unreachable.sum(),
                counters(Direction.TO_TARGET).snapshot(),
                counters(Direction.TO_CLIENT).snapshot());
    }

    /** Closes clients of which nothing has been seen for too long, until the relay closes. For relays with datagrams. */
    void watchIdle() {
        long limitNs = settings.limits().idleTimeout().toNanos();
        long pauseNs = Math.max(Passage.millis(5), Math.min(Passage.millis(1000), limitNs / 10));
        while (limitNs > 0 && !isClosing()) {
            forgetIdle(System.nanoTime(), limitNs);
            pause(pauseNs);
        }
    }

    void forgetIdle(long nowNs, long limitNs) {
        for (ClientSession session : sessions) {
            if (session.isToBeForgotten(nowNs, limitNs)) {
                session.close("idle");
            }
        }
    }
}
