package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.AF_UNIX;
import static dev.ipcdemo.posix.Constants.POLLERR;
import static dev.ipcdemo.posix.Constants.POLLHUP;
import static dev.ipcdemo.posix.Constants.POLLIN;
import static dev.ipcdemo.posix.Constants.POLLOUT;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Layouts;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Watches sockets with poll(2). Beside them it watches a socket of its own, which closing shuts down, to end a wait. */
final class PosixPoll implements Poll {

    private static final long EVENTS = Layouts.offset(Layouts.POLLFD, "events");
    private static final long RETURNED_EVENTS = Layouts.offset(Layouts.POLLFD, "revents");
    private static final long STRIDE = Layouts.POLLFD.byteSize();

    private final Map<PosixSocket, Set<Readiness>> watched = new LinkedHashMap<>(); // guarded by this
    private Optional<Descriptor> waker = Optional.empty(); // guarded by this
    private boolean closed; // guarded by this

    @Override
    public synchronized void watch(OpenSocket socket, Readiness first, Readiness... more) throws SocketFailure {
        if (!(socket instanceof PosixSocket own)) {
            throw new IllegalArgumentException("only sockets on the system calls can be watched here, not " + socket);
        }
        if (own.blocking) {
            throw new IllegalBlockingModeException();
        }
        if (closed || !own.isOpen()) {
            throw closed();
        }
        if (waker.isEmpty()) {
            try {
                int number = Posix.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
                waker = Optional.of(new Descriptor(number, true, Waits.of(Options.DEFAULT, false, false)));
            } catch (PosixException e) {
                throw Failures.of(own.family, "poll", socket.localEndpoint(), e);
            }
        }
        watched.put(own, EnumSet.of(first, more));
    }

    @Override
    public synchronized void forget(OpenSocket socket) throws SocketFailure {
        if (closed) {
            throw closed();
        }
        if (socket instanceof PosixSocket own) {
            watched.remove(own);
        }
    }

    @Override
    public List<Ready> await() throws SocketFailure {
        List<Ready> ready = List.of();
        while (ready.isEmpty()) {
            ready = poll(-1);
        }
        return ready;
    }

    @Override
    public List<Ready> await(Duration limit) throws SocketFailure {
        long deadlineNs = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
        List<Ready> ready = poll(0);
        long leftNs = deadlineNs - System.nanoTime();
        while (ready.isEmpty() && leftNs > 0) {
            ready = poll((int) Math.min(Integer.MAX_VALUE, (leftNs + 999_999) / 1_000_000));
            leftNs = deadlineNs - System.nanoTime();
        }
        return ready;
    }

    /** A socket that one poll(2) watches. */
    private record Watched(PosixSocket socket, Set<Readiness> readiness) {

        short events() {
            int events = readiness.contains(Readiness.RECV) ? POLLIN : 0;
            return (short) (readiness.contains(Readiness.SEND) ? events | POLLOUT : events);
        }

        /** What a socket is ready for; after a failure or the end of the connection, for everything. */
        Set<Readiness> ready(int events) {
            boolean ended = (events & (POLLERR | POLLHUP)) != 0;
            Set<Readiness> ready = EnumSet.noneOf(Readiness.class);
            if (readiness.contains(Readiness.RECV) && (ended || (events & POLLIN) != 0)) {
                ready.add(Readiness.RECV);
            }
            if (readiness.contains(Readiness.SEND) && (ended || (events & POLLOUT) != 0)) {
                ready.add(Readiness.SEND);
            }
            return ready;
        }
    }

    /** What one poll(2) watches. Its numbers stay what they are until {@link #exit}. */
    private record Entered(Descriptor waker, List<Watched> watched) {

        void exit() {
            watched.forEach(each -> each.socket().descriptor.exit());
            waker.exit();
        }
    }

    private List<Ready> poll(int timeoutMs) throws SocketFailure {
        Entered all = enterAll();
        Descriptor own = all.waker();
        List<Watched> entered = all.watched();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment descriptors = arena.allocate(Layouts.POLLFD, entered.size() + 1L);
            put(descriptors, 0, own, (short) POLLIN);
            for (int i = 0; i < entered.size(); i++) {
                put(
                        descriptors,
                        i + 1,
                        entered.get(i).socket().descriptor,
                        entered.get(i).events());
            }
            own.beginWait();
            int result = own.isOpen() ? Kernel.poll(descriptors, entered.size() + 1, timeoutMs) : 0;
            own.endWait(result);
            if (!own.isOpen()) {
                throw closed();
            }
            if (result < 0 && !Descriptor.isInterrupted(result)) {
                PosixException failed = new PosixException("poll", -result);
                throw new SocketFailure("poll", "of sockets", Failures.kindOf(-result), failed.getMessage(), failed);
            }
            return ready(entered, descriptors);
        } finally {
            all.exit();
        }
    }

    /**
     * Enters the waker, and the sockets that are still open. It is one step, because closing waits until the waker is left: a
     * thread that had entered the waker only would wait for closing.
     */
    private synchronized Entered enterAll() throws SocketFailure {
        if (closed) {
            throw closed();
        }
        Descriptor own = waker.orElseThrow(() -> new IllegalStateException("no socket is watched"));
        if (!own.enter()) {
            throw closed();
        }
        List<Watched> entered = new ArrayList<>(watched.size());
        watched.entrySet().removeIf(entry -> {
            boolean open = entry.getKey().descriptor.enter();
            if (open) {
                entered.add(new Watched(entry.getKey(), entry.getValue()));
            }
            return !open;
        });
        return new Entered(own, entered);
    }

    private static void put(MemorySegment descriptors, int index, Descriptor descriptor, short events) {
        descriptors.set(ValueLayout.JAVA_INT, index * STRIDE, descriptor.number);
        descriptors.set(ValueLayout.JAVA_SHORT, index * STRIDE + EVENTS, events);
    }

    private static List<Ready> ready(List<Watched> entered, MemorySegment descriptors) {
        List<Ready> ready = new ArrayList<>();
        for (int i = 0; i < entered.size(); i++) {
            int events = descriptors.get(ValueLayout.JAVA_SHORT, (i + 1) * STRIDE + RETURNED_EVENTS);
            Set<Readiness> readiness = entered.get(i).ready(events);
            if (!readiness.isEmpty() && entered.get(i).socket().isOpen()) {
                ready.add(new Ready(entered.get(i).socket(), readiness));
            }
        }
        return ready;
    }

    private static SocketFailure closed() {
        return new SocketFailure("poll", "of sockets", FailureKind.CLOSED, "");
    }

    @Override
    public synchronized void close() throws SocketFailure {
        closed = true;
        watched.clear();
        if (waker.isPresent()) {
            try {
                waker.get().close();
            } catch (IOException e) {
                throw new SocketFailure("poll", "of sockets", FailureKind.OTHER, e.getMessage(), e);
            }
            waker.get().awaitRelease();
        }
    }
}
