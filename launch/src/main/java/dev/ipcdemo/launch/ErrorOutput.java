package dev.ipcdemo.launch;

import dev.ipcdemo.sockets.threads.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a worker's standard error: passes each line on, and keeps the last ones, which say why a JVM ended. */
final class ErrorOutput {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorOutput.class);
    private static final int MAX_LINES = 6;
    private static final int MAX_LINE_LENGTH = 400;

    /** What a JVM says first of options in its environment. Its starter, which has the same, has said so already. */
    private static final String OPTIONS_NOTICE = "Picked up ";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Deque<String> last = new ArrayDeque<>();
    private boolean hasEnded;

    /**
     * Starts to read.
     *
     * @param stream the worker's standard error
     * @param name of the worker, for the thread
     * @param log gets each line
     */
    ErrorOutput(InputStream stream, String name, Consumer<String> log) {
        Threads.startPlatform("stderr-" + name, () -> read(stream, log));
    }

    private void read(InputStream stream, Consumer<String> log) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(OPTIONS_NOTICE)) {
                    keep(line);
                    log.accept(line);
                }
            }
        } catch (IOException e) {
            LOG.debug("a worker's standard error cannot be read any further", e);
        } finally {
            end();
        }
    }

    private void keep(String line) {
        lock.lock();
        try {
            if (last.size() == MAX_LINES) {
                last.removeFirst();
            }
            last.addLast(line.length() > MAX_LINE_LENGTH ? line.substring(0, MAX_LINE_LENGTH) + "…" : line);
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            hasEnded = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The last lines, once all has been read or the limit has passed. */
    List<String> lastLines(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = limit.toNanos();
            while (!hasEnded && leftNs > 0) {
                leftNs = ended.awaitNanos(leftNs);
            }
            return List.copyOf(last);
        } finally {
            lock.unlock();
        }
    }
}
