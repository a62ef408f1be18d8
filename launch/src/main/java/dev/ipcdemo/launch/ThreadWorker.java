package dev.ipcdemo.launch;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer that is a thread of this JVM. */
final class ThreadWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadWorker.class);

    private final Link link;
    private final Thread thread;

    ThreadWorker(Task task, List<String> arguments) {
        QueueLink.Pair ends = QueueLink.Pair.open();
        link = ends.here();
        thread = new Thread(() -> run(task, ends.there(), arguments), "peer-" + task.name());
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(Task task, Link link, List<String> arguments) {
        try (link) {
            task.run(link, arguments);
        } catch (Exception e) {
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

    /** Interrupts, which closes the channel that the thread may be blocked in. */
    @Override
    public void close() {
        try {
            link.close();
            thread.interrupt();
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new AssertionError("a queue does not fail", e);
        }
    }
}
