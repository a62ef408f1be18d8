package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.IdleWatch;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for connections of which most are idle. One that is busy has a thread, and keeps it for a while after each message,
 * so that it is answered as quickly as with a thread of its own. One that is idle has none, and is watched.
 */
final class SharedThreads implements Closeable {

    /** How long a thread stays with a connection that may go on. */
    private static final Duration STAY = Duration.ofSeconds(1);

    /** How many threads do so. */
    private static final int MAX_STAYING = 128;

    private final IdleWatch watch;
    private final Semaphore mayStay = new Semaphore(MAX_STAYING);
    private final ExecutorService threads;

    SharedThreads(IdleWatch watch, String name, Setbacks setbacks) {
        this.watch = watch;
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, STAY.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "busy peer of " + name);
                    thread.setDaemon(true);
                    return thread;
                });
        Threads.startPlatform("idle peers of " + name, () -> resume(setbacks));
    }

    /** Goes on with those that have something to say, until the watch is closed. */
    private void resume(Setbacks setbacks) {
        boolean isOpen = true;
        while (isOpen) {
            try {
                watch.await().forEach(task -> resume(task, setbacks));
            } catch (SocketFailure e) {
                isOpen = e.kind() != FailureKind.CLOSED;
                if (isOpen) {
                    setbacks.one(e);
                }
            } catch (OutOfMemoryError e) {
                setbacks.one(e);
            }
        }
    }

    /** One that fails must not keep the others from being gone on with. */
    private static void resume(Runnable task, Setbacks setbacks) {
        try {
            task.run();
            setbacks.none();
        } catch (RuntimeException | OutOfMemoryError e) {
            setbacks.one(e);
        }
    }

    /** Does something for a peer in one of the threads. Does not wait. */
    void execute(ConnectedPeer peer, Runnable task) {
        try {
            threads.execute(task);
        } catch (OutOfMemoryError | RejectedExecutionException noThread) {
            peer.end("no thread could be started" + ProcessLimits.threads());
            task.run(); // which finds the connection closed
        }
    }

    /** Whether there is something to receive now, or soon. */
    boolean awaitReceivable(ConnectedPeer peer) throws SocketFailure {
        if (!mayStay.tryAcquire()) {
            return peer.awaitReceivable(watch, Duration.ZERO);
        }
        try {
            return peer.awaitReceivable(watch, STAY);
        } finally {
            mayStay.release();
        }
    }

    /** Leaves a peer alone until it has something to say, and then does that in one of the threads. */
    boolean leaveIdle(ConnectedPeer peer, Runnable task) throws SocketFailure {
        return peer.beIdle(watch, () -> execute(peer, task));
    }

    @Override
    public void close() {
        watch.close();
    }
}
