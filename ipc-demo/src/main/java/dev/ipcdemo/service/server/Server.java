package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A socket that is served, from {@link #start} until {@link #close}. */
public abstract sealed class Server implements Closeable permits StreamServer, PacketServer {

    /** How long after the end to wait for what other threads still do for peers. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** How often the log says what it has left out. */
    private static final long LOG_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    final Service service;
    final Limits limits;
    final ServerLog log;
    final Traffic total = Traffic.total();
    final LongAdder refused = new LongAdder();
    final LongAdder idle = new LongAdder();
    final CountDownLatch closing = new CountDownLatch(1);

    /** How often an ending server looks which of its connections are at rest. */
    private static final long DRAIN_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final OpenSocket socket;
    private volatile Duration drainLimit = Duration.ZERO;
    private volatile int cut;
    private final CountDownLatch ended = new CountDownLatch(2); // the thread that serves, and the one that watches

    Server(OpenSocket socket, Service service, Limits limits, ServerLog log) {
        this.socket = socket;
        this.service = service;
        this.limits = limits;
        this.log = log;
    }

    /**
     * Opens a socket and serves it from threads of the server's own: socket, bind, listen and accept, or socket, bind
     * and recvfrom. Does not wait.
     *
     * @param endpoint where; port 0 or no name picks a free one
     * @param service what is done with what comes
     * @param limits what is granted to peers
     * @param options how sockets are opened; their timeouts are the server's own affair
     * @param log takes a line for each peer that comes or goes, and for what goes wrong with one
     * @return a running server
     * @throws SocketFailure as {@link dev.ipcdemo.sockets.StreamTransport#listen} and
     *     {@link dev.ipcdemo.sockets.PacketTransport#bind}
     */
    public static Server start(Endpoint endpoint, Service service, Limits limits, Options options, Consumer<String> log)
            throws SocketFailure {
        Transport transport = Transports.byScheme(endpoint.scheme());
        if (transport instanceof StreamTransport streams
                && transport.availability().isAvailable()) {
            Preload.of(streams);
        }
        return start(transport, endpoint, service, limits, options, log);
    }

    /**
     * Does the same with sockets that somebody has a hand in: a transport that records what is done, say.
     *
     * @param transport makes the sockets
     * @param endpoint where; of the transport's scheme
     * @param service what is done with what comes
     * @param limits what is granted to peers
     * @param options how sockets are opened; their timeouts are the server's own affair
     * @param log takes a line for each peer that comes or goes, and for what goes wrong with one
     * @return a running server
     * @throws SocketFailure as {@link dev.ipcdemo.sockets.StreamTransport#listen} and
     *     {@link dev.ipcdemo.sockets.PacketTransport#bind}
     */
    public static Server start(
            Transport transport,
            Endpoint endpoint,
            Service service,
            Limits limits,
            Options options,
            Consumer<String> log)
            throws SocketFailure {
        Availability availability = transport.availability();
        if (!availability.isAvailable()) {
            throw new SocketFailure("serve", endpoint.toString(), FailureKind.NOT_SUPPORTED, availability.reason());
        }
        ServerLog serverLog = new ServerLog(log);
        Server server = transport.type().isConnected()
                ? StreamServer.open((StreamTransport) transport, endpoint, service, limits, options, serverLog)
                : PacketServer.open((PacketTransport) transport, endpoint, service, limits, options, serverLog);
        Threads.startPlatform("serve " + server.endpoint(), server::run);
        Threads.startPlatform("watch " + server.endpoint(), server::watch);
        return server;
    }

    /**
     * Where peers reach the server.
     *
     * @return the endpoint that the socket has got, with its actual port or path
     */
    public final Endpoint endpoint() {
        return socket.localEndpoint();
    }

    /**
     * Waits until the server has ended, by {@link #close} or because its socket is gone, and until the last line about
     * its peers is logged, but for that only a few seconds.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    public final void await() throws InterruptedException {
        ended.await();
        awaitPeers();
        log.sayWhatWasLeftOut();
    }

    /**
     * What has been done so far.
     *
     * @return one line
     */
    public abstract String summary();

    /** Ends the server: its socket and its connections are closed, and its socket file is removed. Does not wait. */
    @Override
    public final void close() {
        closing.countDown();
        closeSocket();
        disconnect();
    }

    /**
     * Ends the server in order: nobody new is let in, and a connection is closed when what came last has been answered and
     * nothing more has come for a second, or for half of the limit if that is less. Those that are not at rest within the
     * limit are cut, and the summary says how many. A server of datagrams has no connections, and ends at once. Does not
     * wait; {@link #close} ends the server at once, also meanwhile.
     *
     * @param limit how long it may take
     */
    public final void drain(Duration limit) {
        drainLimit = limit;
        stopAccepting();
    }

    /** Lets nobody new in, and so has {@link #serve} return. */
    abstract void stopAccepting();

    final void closeSocket() {
        try {
            socket.close();
        } catch (SocketFailure e) {
            log.setback(e); // the descriptor is gone all the same
        }
    }

    /**
     * Closes the connections that are at rest.
     *
     * @return how many are not
     */
    abstract int endThoseAtRest(Drain drain);

    final boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        try {
            serve(new Setbacks(log, closing));
            awaitRest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        } finally {
            close();
            ended.countDown();
        }
    }

    private void awaitRest() throws InterruptedException {
        Drain drain = new Drain(drainLimit);
        long beginNs = System.nanoTime();
        int underWay = 0;
        while (!isClosing()) {
            long nowNs = System.nanoTime();
            underWay = endThoseAtRest(drain);
            if (underWay == 0 || nowNs - beginNs >= drainLimit.toNanos()) {
                break;
            }
            closing.await(DRAIN_PAUSE_NS, TimeUnit.NANOSECONDS);
        }
        cut = underWay;
    }

    /** What a summary says of connections that were cut: nothing if there were none. */
    final String cut() {
        return cut == 0 ? "" : ", cut " + cut;
    }

    /** Serves until the socket is closed. */
    abstract void serve(Setbacks setbacks);

    /** The peers that there are now, with those whose leaving is still to be logged. */
    abstract Collection<? extends Peer> peers();

    /** Closes what connections there are, because the server ends. Does not wait. */
    abstract void disconnect();

    /** Waits until nothing more happens for any peer, but no longer than {@link #LAST_WORDS}. */
    private void awaitPeers() throws InterruptedException {
        long deadlineNs = System.nanoTime() + LAST_WORDS.toNanos();
        for (Peer peer : peers()) {
            if (!peer.gone().await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    /** Is called now and then. */
    void lookAtPeers() {}

    /** Now and then looks for idle peers and overdue ones, which costs nothing on the hot path, and says what the log has left out. */
    private void watch() {
        long limitNs = limits.idleTimeout().toNanos();
        long pauseNs = Math.min(pauseNs(limitNs), pauseNs(limits.finishTimeout().toNanos()));
        try {
            long saidNs = System.nanoTime();
            while (!closing.await(pauseNs, TimeUnit.NANOSECONDS)) {
                long nowNs = System.nanoTime();
                endPeers(nowNs, limitNs);
                lookAtPeers();
                if (nowNs - saidNs >= LOG_INTERVAL_NS) {
                    log.sayWhatWasLeftOut();
                    saidNs = nowNs;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        } finally {
            ended.countDown();
        }
    }

    private static long pauseNs(long limitNs) {
        return limitNs == 0
                ? LOG_INTERVAL_NS
                : Math.max(TimeUnit.MILLISECONDS.toNanos(5), Math.min(LOG_INTERVAL_NS, limitNs / 10));
    }

    /** Whatever goes wrong with one, the others are looked at the next time. */
    private void endPeers(long nowNs, long limitNs) {
        try {
            if (limitNs > 0) {
                endIdlePeers(nowNs, limitNs);
            }
            endOverduePeers(nowNs);
        } catch (RuntimeException | OutOfMemoryError e) {
            log.setback(e);
        }
    }

    /** Idle time does not find a client that sends a byte now and then. */
    private void endOverduePeers(long nowNs) {
        for (Peer peer : peers()) {
            peer.overdue(nowNs).ifPresent(peer::end);
        }
    }

    private void endIdlePeers(long nowNs, long limitNs) {
        for (Peer peer : peers()) {
            if (peer.isIdle(nowNs, limitNs) && peer.end("idle for " + ServerLog.seconds(limitNs))) {
                idle.increment();
            }
        }
    }
}
