package dev.ipcdemo.junit.leak;

import dev.ipcdemo.sockets.spi.SocketTracking;
import dev.ipcdemo.sockets.spi.SocketTracking.Tracked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what has been opened since it was started and is still open.
 *
 * <p>Of sockets that this project's transports open, it knows where that was. Everything else it finds by comparing what
 * the process has open (/proc/self/fd and /proc/self/net, on Linux only), its threads, and the socket files below some
 * directories. Nobody can tell which process has made a file, so directories that others use for sockets are no use.
 *
 * <p>A socket that nobody refers to any more is closed by the garbage collector, sooner or later, and is found if it has not
 * been closed yet.
 *
 * <p>It looks at the whole process, so nothing else may run in it at the same time.
 */
public final class LeakDetector implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int MOST_FRAMES = 20;
    private static final Pattern SOCKET = Pattern.compile("(\\d+) socket:\\[(\\d+)]");
    private static final Pattern STANDARD_FRAME = Pattern.compile(
            "(?:dev\\.ipcdemo\\.sockets\\.spi|org\\.junit|jdk\\.internal\\.reflect|java\\.lang\\.reflect)\\..*");

    private final SocketTracking tracking;
    private final List<Path> directories;
    private final ProcessState before;

    private LeakDetector(SocketTracking tracking, List<Path> directories, ProcessState before) {
        this.tracking = tracking;
        this.directories = List.copyOf(directories);
        this.before = before;
    }

    /**
     * Notes what is open now.
     *
     * @param directories where to look for socket files
     * @return to be closed
     */
    public static LeakDetector start(List<Path> directories) {
        JvmWarmUp.assureDone();
        ProcessState before = ProcessState.now(directories);
        return new LeakDetector(SocketTracking.start(), directories, before);
    }

    /** Something that may be a leak, and whether it is still there, which is asked often and makes next to no garbage. */
    private record Suspect(Leak leak, BooleanSupplier isThere) {}

    /**
     * Looks for what is still open. Something that is being closed just now, such as by a thread that is about to end, is
     * given time to end.
     *
     * @param grace how long
     * @param isIgnored what is no leak, by its line of text
     * @param ending ends what need not end by itself; run before each look, because what is under way may begin it again
     * @return leaks that were there during all of that time; empty as soon as there are none
     * @throws InterruptedException if this thread is interrupted
     */
    public List<Leak> find(Duration grace, Predicate<String> isIgnored, Runnable ending) throws InterruptedException {
        long startNs = System.nanoTime();
        ending.run();
        Collection<Suspect> constant = look(isIgnored);
        // Looking for everything again would make enough garbage for a collection, which closes what nobody refers to.
        while (!constant.isEmpty() && System.nanoTime() - startNs < grace.toNanos()) {
            Thread.sleep(PAUSE.toMillis());
            ending.run();
            constant.removeIf(suspect -> !suspect.isThere().getAsBoolean());
        }
        return constant.stream().map(Suspect::leak).toList();
    }

    private Collection<Suspect> look(Predicate<String> isIgnored) {
        ProcessState now = ProcessState.now(directories);
        List<Tracked> tracked = tracking.open();
        List<Suspect> suspects = new ArrayList<>();
        try {
            Map<String, KernelSocket> kernel = KernelSocket.byInode();
            tracked.forEach(socket -> suspects.add(
                    new Suspect(leakOf(socket), () -> tracking.open().contains(socket))));
            suspects.addAll(descriptors(now, tracked, kernel));
            suspects.addAll(socketFiles(now, kernel));
        } catch (IOException e) {
            throw new UncheckedIOException("the sockets of this process cannot be read", e);
        }
        now.threads().stream()
                .filter(thread -> !before.threads().contains(thread) && thread.isAlive())
                .sorted(Comparator.comparing(Thread::getName))
                .forEach(thread -> suspects.add(new Suspect(leakOf(thread), thread::isAlive)));
        suspects.removeIf(suspect -> isIgnored.test(suspect.leak().what()));
        return suspects;
    }

    private static Leak leakOf(Tracked socket) {
        List<String> where = new ArrayList<>();
        where.add(socket.openedAt().getMessage());
        where.addAll(frames(socket.openedAt().getStackTrace()));
        return new Leak("socket " + socket.endpoint() + " (no. " + socket.number() + ")", where);
    }

    private static Leak leakOf(Thread thread) {
        List<String> where = new ArrayList<>();
        where.add("it is " + thread.getState());
        where.addAll(frames(thread.getStackTrace()));
        return new Leak("thread " + thread.getName() + (thread.isDaemon() ? " (daemon)" : ""), where);
    }

    /** From the caller's first frame on, up to JUnit's. */
    private static List<String> frames(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .dropWhile(frame -> STANDARD_FRAME.matcher(frame.getClassName()).matches())
                .takeWhile(frame -> !frame.getClassName().startsWith("org.junit."))
                .limit(MOST_FRAMES)
                .map(frame -> "at " + frame)
                .toList();
    }

    /** Those of sockets that were tracked are left out: each of them accounts for one with the same name. */
    private List<Suspect> descriptors(ProcessState now, List<Tracked> tracked, Map<String, KernelSocket> kernel) {
        List<String> names = new ArrayList<>(tracked.stream()
                .map(socket -> socket.endpoint().name().toString())
                .toList());
        Set<String> opened = new TreeSet<>(now.descriptors());
        opened.removeAll(before.descriptors());
        List<Suspect> suspects = new ArrayList<>();
        for (String descriptor : opened) {
            Optional<KernelSocket> socket = Optional.of(SOCKET.matcher(descriptor))
                    .filter(matcher -> matcher.matches())
                    .map(matcher -> kernel.get(matcher.group(2)));
            if (socket.isEmpty() || !names.remove(socket.orElseThrow().name())) {
                String what = "descriptor " + descriptor
                        + socket.map(each -> ": " + each).orElse("");
                suspects.add(new Suspect(new Leak(what, List.of()), () -> ProcessState.isOpen(descriptor)));
            }
        }
        return suspects;
    }

    /** One that a socket is bound to, if not a socket of this process, belongs to another process. */
    private List<Suspect> socketFiles(ProcessState now, Map<String, KernelSocket> kernel) {
        Set<String> ofOthers = new TreeSet<>();
        Set<String> own = now.descriptors().stream()
                .map(SOCKET::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(2))
                .collect(Collectors.toSet());
        kernel.forEach((inode, socket) -> {
            if (!own.contains(inode)) {
                ofOthers.add(socket.name());
            }
        });
        List<Suspect> suspects = new ArrayList<>();
        for (Path file : now.socketFiles()) {
            if (!before.socketFiles().contains(file) && !ofOthers.contains(file.toString())) {
                suspects.add(new Suspect(
                        new Leak("socket file " + file, List.of()),
                        () -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)));
            }
        }
        return suspects;
    }

    /** Stops remembering sockets. Closing it again has no effect. */
    @Override
    public void close() {
        tracking.close();
    }
}
