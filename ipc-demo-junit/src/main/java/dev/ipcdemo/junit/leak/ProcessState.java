package dev.ipcdemo.junit.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this process has open at one moment, without what the JVM, JUnit and Surefire open for themselves.
 *
 * @param threads platform threads that are alive; virtual threads cannot be listed
 * @param descriptors such as {@code 12 socket:[4711]}; none where there is no /proc
 * @param socketFiles the socket files below some directories
 */
record ProcessState(Set<Thread> threads, Set<String> descriptors, Set<Path> socketFiles) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int DEEPEST = 5;
    private static final int MOST_FILES = 50_000;

    /** Classes and libraries are loaded whenever they are first used, and the JVM reads about the machine and random numbers. */
    private static final Pattern OF_THE_JVM =
            Pattern.compile("\\d+ (?:" + Pattern.quote(System.getProperty("java.home"))
                    + "/.*|.*\\.(?:jar|so|jsa|class)(?: \\(deleted\\))?|.*/hsperfdata_.*|/(?:proc|sys|dev)/.*)");

    private static final Pattern NAME_OF_A_RUNNER =
            Pattern.compile("junit-.*|surefire-.*|JNA Cleaner|testcontainers-.*|Attach Listener");

    static ProcessState now(List<Path> directories) {
        try {
            return new ProcessState(liveThreads(), openDescriptors(), existingSocketFiles(directories));
        } catch (IOException e) {
            throw new UncheckedIOException("what this process has open cannot be read", e);
        }
    }

    private static Set<Thread> liveThreads() {
        Set<Thread> threads = new LinkedHashSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!isOfTheJvm(thread) && !isOfARunner(thread)) {
                threads.add(thread);
            }
        }
        return threads;
    }

    private static boolean isOfTheJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        String type = thread.getClass().getName();
        return group == null // it has just ended
                || group.getName().equals("system")
                || group.getName().equals("InnocuousThreadGroup")
                || type.startsWith("jdk.internal.")
                || type.startsWith("java.lang.ref.")
                || thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
    }

    /** Where tests run in a pool, the pool of this thread. */
    private static boolean isOfARunner(Thread thread) {
        return NAME_OF_A_RUNNER.matcher(thread.getName()).matches()
                || thread instanceof ForkJoinWorkerThread worker
                        && Thread.currentThread() instanceof ForkJoinWorkerThread own
                        && worker.getPool() == own.getPool();
    }

    private static Set<String> openDescriptors() throws IOException {
        Set<String> open = new TreeSet<>();
        if (Files.isDirectory(DESCRIPTORS)) {
            try (Stream<Path> links = Files.list(DESCRIPTORS)) {
                for (Path link : (Iterable<Path>) links::iterator) {
                    String text = link.getFileName() + " " + targetOf(link);
                    if (!text.endsWith(" ") && !OF_THE_JVM.matcher(text).matches()) {
                        open.add(text);
                    }
                }
            }
        }
        return open;
    }

    /** Whether one of {@link #descriptors} is open now. */
    static boolean isOpen(String descriptor) {
        int end = descriptor.indexOf(' ');
        return targetOf(DESCRIPTORS.resolve(descriptor.substring(0, end))).equals(descriptor.substring(end + 1));
    }

    /** Empty for one that has been closed meanwhile. */
    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static Set<Path> existingSocketFiles(List<Path> directories) throws IOException {
        SocketFileVisitor visitor = new SocketFileVisitor();
        for (Path directory : directories) {
            Files.walkFileTree(
                    directory.toAbsolutePath().normalize(), EnumSet.noneOf(FileVisitOption.class), DEEPEST, visitor);
        }
        return visitor.found;
    }

    /** Sees a bounded number of files: a search that took longer than the test would help nobody. */
    private static final class SocketFileVisitor extends SimpleFileVisitor<Path> {

        private static final int SOCKET = 0140000;
        private static final int TYPE = 0170000;

        private final Set<Path> found = new TreeSet<>();
        private int seen;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isOther() && isSocket(file)) {
                found.add(file);
            }
            return ++seen > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        private static boolean isSocket(Path file) {
            try {
                return ((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE) == SOCKET;
            } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                return false; // gone, or no Unix
            }
        }

        /** Gone, or of another user. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException reason) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException reason) {
            return FileVisitResult.CONTINUE;
        }
    }
}
