package dev.ipcdemo.launch;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that is a thread of this JVM. */
final class ThreadWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadWorker.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Link link;
    private final Thread thread;
    private volatile String outcome = "is still running";

    ThreadWorker(Task task) {
        QueueLink.Pair ends = QueueLink.Pair.open();
        link = ends.here();
        thread = new Thread(() -> run(task, ends.there()), "worker-" + task.name());
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Task task, Link other) {
        try (other) {
            task.run(other);
            outcome = "ended";
        } catch (Exception | LinkageError e) { // as where native code cannot be loaded
            outcome = "ended with " + e;
            LOG.debug("task {} failed", task.name(), e);
        }
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
        return !thread.isAlive();
    }

    @Override
    public String outcome() {
        return outcome;
    }

    /** Interrupts, which closes the channel that the thread may be blocked in. */
    @Override
    public void close() {
        try {
            link.close();
            thread.interrupt();
            await(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new AssertionError("closing a queue does not fail", e);
        }
    }
}
