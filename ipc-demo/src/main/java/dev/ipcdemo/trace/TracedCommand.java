package dev.ipcdemo.trace;

import dev.ipcdemo.files.PrivateDirectory;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command that runs under strace, with our standard streams. What strace sees comes through a FIFO in a private directory,
 * so nothing is kept, and a command that makes calls faster than they are read is slowed down.
 *
 * <p>Closing it ends the command by SIGKILL if it still runs, and removes the FIFO.
 */
public final class TracedCommand implements AutoCloseable {

    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(new File("/dev/null"));

    /** How long a signal waits for strace to start the program; before that it would reach nobody. */
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    /** How long strace may take to tell the end of a program that was killed. */
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private static final long STEP_MS = 20;

    private final PrivateDirectory directory;
    private final RandomAccessFile writer;
    private final Process strace;
    private final Thread reader;
    private final CountDownLatch begun;

    private TracedCommand(
            PrivateDirectory directory, RandomAccessFile writer, Process strace, Thread reader, CountDownLatch begun) {
        this.directory = directory;
        this.writer = writer;
        this.strace = strace;
        this.reader = reader;
        this.begun = begun;
    }

    /**
     * Starts a command.
     *
     * @param strace traces it
     * @param command a program and its arguments
     * @param readsInput whether it gets our standard input; otherwise it has an empty one
     * @param entries gets what strace sees, from a thread of its own
     * @return the running command
     * @throws IOException if it cannot be started
     */
    public static TracedCommand start(
            StraceProgram strace, List<String> command, boolean readsInput, Consumer<TraceEntry> entries)
            throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        try {
            return start(strace, command, readsInput, entries, directory);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    private static TracedCommand start(
            StraceProgram strace,
            List<String> command,
            boolean readsInput,
            Consumer<TraceEntry> entries,
            PrivateDirectory directory)
            throws IOException {
        Path fifo = makeFifo(directory.path().resolve("calls"));
        // As long as we can write to it too, opening it waits for nobody, and its end is not read too early.
        RandomAccessFile writer = new RandomAccessFile(fifo.toFile(), "rw");
        try {
            FileInputStream lines = new FileInputStream(fifo.toFile());
            Process process = new ProcessBuilder(strace.commandLine(fifo, command))
                    .inheritIO()
                    .redirectInput(readsInput ? ProcessBuilder.Redirect.INHERIT : NOTHING)
                    .start();
            CountDownLatch begun = new CountDownLatch(1);
            Consumer<TraceEntry> noted = entries.andThen(entry -> begun.countDown());
            Thread reader = new Thread(() -> read(lines, noted), "strace");
            reader.setDaemon(true);
            reader.start();
            return new TracedCommand(directory, writer, process, reader, begun);
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    private static Path makeFifo(Path path) throws IOException {
        if (run("mkfifo", "-m", "600", path.toString()) != 0) {
            throw new IOException("mkfifo " + path + " failed");
        }
        return path;
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .inheritIO()
                    .redirectInput(NOTHING)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command[0] + " ran", e);
        }
    }

    /** strace writes ASCII, whatever the traced program sends. It waits, and the program with it, if nobody reads. */
    static void read(InputStream fifo, Consumer<TraceEntry> entries) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(fifo, StandardCharsets.ISO_8859_1))) {
            follow(lines, entries);
            while (lines.readLine() != null) {}
        } catch (IOException e) {
            warn("what strace writes cannot be read: " + e.getMessage());
        }
    }

    private static void follow(BufferedReader lines, Consumer<TraceEntry> entries) throws IOException {
        StraceReader strace = new StraceReader();
        String line = lines.readLine();
        try {
            while (line != null) {
                strace.read(line).forEach(entries);
                line = lines.readLine();
            }
        } catch (RuntimeException e) {
            warn("no further call is shown, because of a mistake of ipc-demo: " + e + " after: " + line);
        }
    }

    private static void warn(String message) {
        System.getLogger(TracedCommand.class.getName()).log(System.Logger.Level.WARNING, message);
    }

    /**
     * Whether it still runs.
     *
     * @return false once it and all its children have ended
     */
    public boolean isAlive() {
        return strace.isAlive();
    }

    /**
     * Waits for the end of the command and of all its children, and until all that strace saw has been handed on.
     *
     * @return its exit status; 128 and the number of the signal if a signal ended it
     * @throws InterruptedException if this thread is interrupted
     * @throws IOException if the FIFO cannot be closed
     */
    public int await() throws InterruptedException, IOException {
        int status = strace.waitFor();
        writer.close();
        reader.join();
        return status;
    }

    /**
     * Waits for the end of the command and of all its children, but not longer than a limit.
     *
     * @param limit how long
     * @return whether it has ended
     * @throws InterruptedException if this thread is interrupted
     */
    public boolean await(Duration limit) throws InterruptedException {
        return strace.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Sends a signal to the command. If strace has not started it yet, waits for that for at most some seconds.
     *
     * @param name such as {@code TERM}
     * @throws IOException if kill(1) cannot be run
     */
    public void signal(String name) throws IOException {
        awaitBegin();
        for (ProcessHandle command : strace.children().toList()) {
            run("sh", "-c", "kill -s \"$0\" \"$1\" 2>/dev/null || :", name, Long.toString(command.pid()));
        }
    }

    /** What strace sees first is how the command is executed. Its children before that may be trials of its own. */
    private void awaitBegin() {
        long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!begun.await(STEP_MS, TimeUnit.MILLISECONDS) && strace.isAlive() && System.nanoTime() < deadlineNs) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        // Without strace, its children would go on, and nobody would know of them.
        List<ProcessHandle> family = strace.descendants().toList();
        family.forEach(ProcessHandle::destroyForcibly);
        try {
            if (!family.isEmpty() && !strace.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                strace.destroyForcibly();
            }
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            directory.close();
        }
    }
}
