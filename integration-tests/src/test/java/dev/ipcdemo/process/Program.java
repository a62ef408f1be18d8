package dev.ipcdemo.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process under test, with all that it prints. Closing it ends it, and whatever it started. */
public final class Program implements AutoCloseable {

    /** Far more than anything takes on a busy machine, where a comparison of 15 seconds may take minutes. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** All that {@code bin/ipc-demo} asks a system for, apart from flock, which it can do without. */
    public static final String OF_THE_LAUNCHER =
            "sh cat chmod cksum find iconv ls mkdir mv readlink rm rmdir sed sleep stty tr uname";

    private final String name;
    private final Process process;
    private final Output out;
    private final Output err;

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
        this.out = new Output(process.getInputStream());
        this.err = new Output(process.getErrorStream());
    }

    /** Starts any program. */
    public static Program start(String... command) {
        return start(Path.of("."), Map.of(), command);
    }

    /** Starts any program in a directory and with more environment; an empty value takes the variable away. */
    public static Program start(Path directory, Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        environment.forEach((key, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(key);
            } else {
                builder.environment().put(key, value);
            }
        });
        try {
            return new Program(Path.of(command[0]).getFileName().toString(), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code bin/ipc-demo}. */
    public static Program ipcDemo(String... arguments) {
        return ipcDemoIn(Path.of("."), arguments);
    }

    /** Starts {@code bin/ipc-demo} in a directory. */
    public static Program ipcDemoIn(Path directory, String... arguments) {
        String[] command = Stream.concat(Stream.of(launcher().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return start(directory, Map.of("IPC_DEMO_NO_BUILD", "1"), command);
    }

    public static Path launcher() {
        return projectRoot().resolve("bin/ipc-demo");
    }

    /** The directory that holds {@code bin}, upwards from where Maven runs the tests. */
    public static Path projectRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("bin/ipc-demo"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** Whether a program is on the PATH. */
    public static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Where a program is on the PATH. */
    public static Path find(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(program + " is not on the PATH"));
    }

    public long pid() {
        return process.pid();
    }

    /** Writes to its standard input. */
    public Program type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(describe("does not read its input"), e);
        }
    }

    /** Ends its standard input. */
    public Program endInput() {
        try {
            process.getOutputStream().close();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the end of the pipe that it prints to. */
    public void stopReading() throws IOException {
        process.getInputStream().close();
    }

    /** Waits for something on standard output. */
    public Matcher awaitOut(String regex) throws InterruptedException {
        return await(out, regex);
    }

    /** Waits for something on standard error. */
    public Matcher awaitErr(String regex) throws InterruptedException {
        return await(err, regex);
    }

    /** Waits for something on standard output or standard error, for programs that differ in which they use. */
    public Matcher awaitPrinted(String regex) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        CompletableFuture<Matcher> found = new CompletableFuture<>();
        for (Output output : List.of(out, err)) {
            Thread watcher = new Thread(() -> output.watch(pattern, LIMIT, found), "watcher");
            watcher.setDaemon(true);
            watcher.start();
        }
        try {
            return found.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(describe("never printed /" + regex + "/"), e);
        }
    }

    private Matcher await(Output output, String regex) throws InterruptedException {
        return output.await(Pattern.compile(regex, Pattern.MULTILINE), LIMIT)
                .orElseThrow(() -> new AssertionError(describe("never printed /" + regex + "/")));
    }

    /** SIGTERM. */
    public Program terminate() {
        process.destroy();
        return this;
    }

    /** SIGINT, as Ctrl-C sends it. */
    public Program interrupt() throws InterruptedException {
        try (Program kill = start("kill", "-INT", Long.toString(pid()))) {
            kill.exitStatus();
        }
        return this;
    }

    /** Waits for its end. */
    public int exitStatus() throws InterruptedException {
        if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(describe("did not end"));
        }
        out.join();
        err.join();
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All of standard output up to now. */
    public String out() {
        return out.text();
    }

    /** All of standard error up to now. */
    public String err() {
        return err.text();
    }

    private String describe(String what) {
        return name + " " + what + "; standard output:\n" + out() + "\nstandard error:\n" + err();
    }

    @Override
    public void close() {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /** What a process prints, read as it comes. */
    private static final class Output extends Thread {

        private final BufferedReader reader;
        private final StringBuilder text = new StringBuilder();
        private boolean ended;

        Output(InputStream stream) {
            super("output");
            reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            char[] chunk = new char[8192];
            try {
                for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
                    add(chunk, n);
                }
            } catch (IOException closedByTheTest) {
                // nothing more will come
            }
            end();
        }

        private synchronized void add(char[] chunk, int count) {
            text.append(chunk, 0, count);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized String text() {
            return text.toString();
        }

        void watch(Pattern pattern, Duration limit, CompletableFuture<Matcher> found) {
            try {
                await(pattern, limit).ifPresent(found::complete);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized Optional<Matcher> await(Pattern pattern, Duration limit) throws InterruptedException {
            long deadlineNs = System.nanoTime() + limit.toNanos();
            while (true) {
                Matcher matcher = pattern.matcher(text.toString());
                if (matcher.find()) {
                    return Optional.of(matcher);
                }
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (ended || leftMs <= 0) {
                    return Optional.empty();
                }
                wait(leftMs);
            }
        }
    }
}
