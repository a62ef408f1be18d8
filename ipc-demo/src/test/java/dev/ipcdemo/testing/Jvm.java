package dev.ipcdemo.testing;

import static org.awaitility.Awaitility.await;

import dev.ipcdemo.sockets.threads.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another JVM with this one's class path. Is killed at the end, if it has not ended. */
public final class Jvm implements AutoCloseable {

    /** Long enough for a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(300);

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final Gathered out;
    private Gathered err;

    private Jvm(List<String> command, boolean isRead) throws IOException {
        this(new ProcessBuilder(command).start(), isRead, true);
    }

    private Jvm(Process process, boolean isRead, boolean areErrorsRead) throws IOException {
        this.process = process;
        if (!isRead) {
            process.getInputStream().close();
        }
        out = new Gathered(isRead ? process.getInputStream() : InputStream.nullInputStream());
        err = new Gathered(areErrorsRead ? process.getErrorStream() : InputStream.nullInputStream());
    }

    /** Starts {@code ipc-demo}. */
    public static Jvm ipcDemo(String... args) throws IOException {
        return main("dev.ipcdemo.cli.Main", args);
    }

    /** Starts any class. */
    public static Jvm main(String className, String... args) throws IOException {
        return new Jvm(command(className, args), true);
    }

    /** Starts {@code ipc-demo}, and reads none of its output, as {@code head} does when it has had enough. */
    public static Jvm ipcDemoThatNobodyReads(String... args) throws IOException {
        return new Jvm(command("dev.ipcdemo.cli.Main", args), false);
    }

    /** Starts {@code ipc-demo}, and leaves what it writes to standard error in the pipe, as a paused terminal does. */
    public static Jvm ipcDemoWhoseErrorsNobodyReads(String... args) throws IOException {
        return new Jvm(new ProcessBuilder(command("dev.ipcdemo.cli.Main", args)).start(), true, false);
    }

    /** Starts {@code ipc-demo} with a limit of descriptors. */
    public static Jvm ipcDemoWithDescriptors(int most, String... args) throws IOException {
        return ipcDemoWithLimit("-n " + most, args);
    }

    /** Starts {@code ipc-demo} with a limit as ulimit(1) takes it. */
    public static Jvm ipcDemoWithLimit(String limit, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit " + limit + "; exec \"$@\"", "sh"));
        command.addAll(command("dev.ipcdemo.cli.Main", args));
        return new Jvm(command, true);
    }

    /** Starts {@code ipc-demo} with an option for the JVM. */
    public static Jvm ipcDemoWith(String option, String... args) throws IOException {
        List<String> command = command("dev.ipcdemo.cli.Main", args);
        command.add(1, option);
        return new Jvm(command, true);
    }

    private static List<String> command(String className, String... args) {
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                className));
        command.addAll(List.of(args));
        return command;
    }

    /** From now on, what it writes to standard error is read. */
    public void readErrors() {
        err = new Gathered(process.getErrorStream());
    }

    /** Writes to its standard input, which stays open. */
    public void type(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Gives it all of its standard input. */
    public Jvm input(byte[] bytes) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(bytes);
        }
        return this;
    }

    /** The first line of its standard output. */
    public String firstLine() {
        await("the first line of output; standard error has: " + err)
                .atMost(PATIENCE)
                .until(() -> out.toString().contains("\n") || !process.isAlive());
        return out.toString().lines().findFirst().orElse("");
    }

    /** What it has written to standard output. */
    public byte[] outputBytes() {
        return out.bytes();
    }

    /** What it has written to standard output. */
    public String output() {
        return out.toString();
    }

    /** What it has written to standard error. */
    public String errors() {
        return err.toString();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy(); // the process's own destroy() would also stop reading its output
    }

    /** Waits for its end, and gives its status. */
    public int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running; output: " + out + "; standard error: " + err);
        }
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        out.awaitEnd();
        err.awaitEnd();
    }

    /** What comes from a stream, as far as it has come. */
    private static final class Gathered {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<Void> ended;

        Gathered(InputStream from) {
            ended = CompletableFuture.runAsync(() -> gather(from), task -> Threads.startPlatform("gather", task));
        }

        private void gather(InputStream from) {
            byte[] chunk = new byte[8192];
            try {
                int read;
                while ((read = from.read(chunk)) >= 0) {
                    bytes.write(chunk, 0, read);
                }
            } catch (IOException closedHere) {
                return;
            }
        }

        void awaitEnd() {
            ended.join();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        @Override
        public String toString() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
