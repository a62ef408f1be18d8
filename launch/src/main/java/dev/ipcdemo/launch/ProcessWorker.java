package dev.ipcdemo.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A peer that is another JVM, started from this one's own Java home and class path. Its standard input and output are the
 * link; its standard error is this process's.
 */
final class ProcessWorker implements Worker {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Link link;

    ProcessWorker(String task, List<String> arguments, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.ofThisJvm());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(WorkerMain.class.getName());
        command.add(task);
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        link = new StreamLink(process.getInputStream(), process.getOutputStream());
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The end of its standard input ends the peer; if it does not heed that, SIGKILL does. */
    @Override
    public void close() {
        try {
            link.close();
        } catch (IOException alreadyGone) {
            // and so there is nobody to tell
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
