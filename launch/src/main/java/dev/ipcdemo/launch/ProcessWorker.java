package dev.ipcdemo.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A worker that is another JVM on this host. Its standard input and output are the link.
 */
final class ProcessWorker implements Worker {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Link link;
    private final ErrorOutput errors;

    ProcessWorker(String task, JvmSource source, List<String> jvmOptions, Consumer<String> log) throws IOException {
        String classPath = source.classPath();
        ClassPath.requireUnchanged(classPath);
        List<String> command = new ArrayList<>();
        command.add(source.java());
        command.addAll(source.isThis() ? JvmOptions.forThisHost() : JvmOptions.forAnotherJvm());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath);
        command.add(WorkerMain.class.getName());
        command.add(task);
        process = new ProcessBuilder(command).start();
        link = new StreamLink(process.getInputStream(), process.getOutputStream());
        errors = new ErrorOutput(process.getErrorStream(), Long.toString(process.pid()), log);
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /** The state stands behind the name, which is in parentheses: proc_pid_stat(5). */
    @Override
    public boolean isStopped() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false; // it has gone, or this system has no /proc
        }
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String outcome() {
        try {
            return await(GRACE) ? Outcome.of(process.exitValue(), errors.lastLines(GRACE)) : Outcome.STILL_RUNNING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.STILL_RUNNING;
        }
    }

    /** Ends its standard input, which ends the worker; if it has not ended after a while, SIGKILL does it. */
    @Override
    public void close() {
        try {
            link.close();
        } catch (IOException alreadyGone) {
            // there is nobody left to tell
        }
        try {
            if (!await(GRACE)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
