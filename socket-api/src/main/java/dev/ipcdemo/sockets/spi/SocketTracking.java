package dev.ipcdemo.sockets.spi;

import dev.ipcdemo.sockets.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers which sockets are open, and where each was opened, so that a test can tell who left one open. Off by default,
 * because a stack trace costs more than opening a socket.
 *
 * <pre>{@code
 * try (SocketTracking tracking = SocketTracking.start()) {
 *     …
 *     tracking.open().forEach(socket -> …);
 * }
 * }</pre>
 *
 * <p>While it is on, sockets that are opened by any thread are remembered. All methods may be called by any thread.
 */
public final class SocketTracking implements AutoCloseable {

    private static final Map<SocketTracking, Boolean> ACTIVE = new ConcurrentHashMap<>();
    private static final AtomicLong OPENED = new AtomicLong();

    /** Whether any is active: all that opening and closing a socket otherwise costs is to read it. */
    private static volatile boolean isOn;

    private final Map<Object, Tracked> sockets = new ConcurrentHashMap<>();

    private SocketTracking() {}

    /**
     * A socket that is open.
     *
     * @param number in the order of opening
     * @param endpoint its local endpoint, when it was opened
     * @param openedAt whose stack trace says where it was opened, and by which thread
     */
    public record Tracked(long number, Endpoint endpoint, Throwable openedAt) {}

    /**
     * Starts to remember sockets that are opened from now on.
     *
     * @return to be closed
     */
    public static SocketTracking start() {
        SocketTracking tracking = new SocketTracking();
        synchronized (ACTIVE) {
            ACTIVE.put(tracking, true);
            isOn = true;
        }
        return tracking;
    }

    /**
     * Notes that a socket was opened.
     *
     * @param key what stands for the socket, by identity, as for {@link #closed}
     * @param endpoint its local endpoint
     */
    public static void opened(Object key, Endpoint endpoint) {
        if (isOn) {
            Tracked tracked = new Tracked(
                    OPENED.incrementAndGet(),
                    endpoint,
                    new Throwable("opened by thread " + Thread.currentThread().getName()));
            ACTIVE.keySet().forEach(active -> active.sockets.put(key, tracked));
        }
    }

    /**
     * Notes that a socket is closed, or is about to be.
     *
     * @param key as for {@link #opened}
     */
    public static void closed(Object key) {
        if (isOn) {
            ACTIVE.keySet().forEach(active -> active.sockets.remove(key));
        }
    }

    /**
     * The sockets that have been opened since the start, and are still open.
     *
     * @return a copy, in the order of their opening
     */
    public List<Tracked> open() {
        List<Tracked> open = new ArrayList<>(sockets.values());
        open.sort(Comparator.comparingLong(Tracked::number));
        return List.copyOf(open);
    }

    /** Forgets all sockets. Closing it again has no effect. */
    @Override
    public void close() {
        synchronized (ACTIVE) {
            ACTIVE.remove(this);
            isOn = !ACTIVE.isEmpty();
        }
        sockets.clear();
    }
}
