package dev.ipcdemo.launch;

import dev.ipcdemo.sockets.threads.Threads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Standard error that never holds up the thread that prints. A pipe that is full, or a terminal that is paused, blocks
 * write(2) until somebody reads; here it blocks only one daemon thread, which takes lines from a queue.
 *
 * <p>While that thread gets through, a print returns when its text has been written, so what goes to standard output
 * afterwards also appears afterwards. The first print that waits longer than a moment ends this, until the queue is empty
 * again. When the queue is full, whole lines are dropped, and a line in their place says how many. When the JVM ends in
 * order, what is queued is still written, unless nobody reads it.
 */
public final class StandardError extends OutputStream {

    /** How much may wait to be written. */
    private static final int QUEUE_BYTES = 1 << 20;

    /** How long a print waits for its text to be written. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    /** How long the JVM's end may wait without any progress, and in all. */
    private static final Duration LONGEST_PAUSE_AT_EXIT = Duration.ofSeconds(2);

    private static final Duration LONGEST_AT_EXIT = Duration.ofSeconds(10);

    private final OutputStream target;
    private final int maxBytes;
    private final long momentNs;

    // All of these are guarded by this. Nothing is called under the lock that could wait for anything else.
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private long queued;
    private long written;
    private long droppedLines;
    private boolean isDropping;
    private boolean isWithinLine;
    private boolean isLineDropped;
    private boolean isStuck;
    private boolean isEnding;

    StandardError(OutputStream target, int maxBytes, Duration moment) {
        this.target = target;
        this.maxBytes = maxBytes;
        this.momentNs = moment.toNanos();
        Threads.startPlatform("standard error", this::writeAll);
    }

    /** Makes {@link System#err} such a stream, for the rest of the JVM's life. To be called before anything prints. */
    public static void install() {
        StandardError error = new StandardError(new FileOutputStream(FileDescriptor.err), QUEUE_BYTES, MOMENT);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> error.drain(LONGEST_PAUSE_AT_EXIT, LONGEST_AT_EXIT), "standard error at exit"));
        System.setErr(new PrintStream(error, false, charset()));
    }

    private static Charset charset() {
        return Stream.of("stderr.encoding", "sun.stderr.encoding")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .findFirst()
                .map(Charset::forName)
                .orElseGet(Charset::defaultCharset);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Queues it, a line at a time, and at the end of a line waits for a moment until it has been written. */
    @Override
    public void write(byte[] bytes, int from, int count) {
        Objects.checkFromIndexSize(from, count, bytes.length);
        if (count == 0) {
            return;
        }
        int end = from + count;
        int start = from;
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n' || i == end - 1) {
                take(Arrays.copyOfRange(bytes, start, i + 1));
                start = i + 1;
            }
        }
        if (bytes[end - 1] == '\n') {
            flush();
        }
    }

    /** A line, its beginning, or more of it. */
    private synchronized void take(byte[] piece) {
        if (!isWithinLine) {
            if (isDropping && queuedBytes <= maxBytes / 2) {
                resume();
            }
            isDropping |= !queue.isEmpty() && queuedBytes + piece.length > maxBytes;
            isLineDropped = isDropping;
            droppedLines += isLineDropped ? 1 : 0;
        }
        isWithinLine = piece[piece.length - 1] != '\n';
        if (!isLineDropped && queuedBytes < 2 * maxBytes) { // a line without an end is cut somewhere
            add(piece);
        }
    }

    private void resume() {
        add(("ipc-demo: " + droppedLines + (droppedLines == 1 ? " line was" : " lines were")
                        + " dropped here, because nobody read standard error\n")
                .getBytes(StandardCharsets.US_ASCII));
        droppedLines = 0;
        isDropping = false;
    }

    private void add(byte[] piece) {
        queue.add(piece);
        queuedBytes += piece.length;
        queued++;
        notifyAll();
    }

    /** Waits for a moment until all that was printed has been written, unless that has lately taken longer. */
    @Override
    public synchronized void flush() {
        long upTo = queued;
        long startNs = System.nanoTime();
        try {
            while (written < upTo && (!isStuck || isEnding)) {
                long leftNs = momentNs - (System.nanoTime() - startNs);
                if (leftNs <= 0) {
                    isStuck = true;
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        try {
            while (true) {
                byte[] next = next();
                try {
                    target.write(next);
                    target.flush();
                } catch (IOException nobodyWillRead) {
                    // there is no other place to say so
                }
                hasWritten(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        while (queue.isEmpty()) {
            isStuck = false;
            if (droppedLines > 0) {
                resume();
            } else {
                wait();
            }
        }
        return queue.remove();
    }

    private synchronized void hasWritten(byte[] piece) {
        queuedBytes -= piece.length;
        written++;
        notifyAll();
    }

    /** Waits until all has been written, but not for one that does not read. */
    synchronized void drain(Duration longestPause, Duration longest) {
        isEnding = true;
        long startNs = System.nanoTime();
        long progressNs = startNs;
        long seen = written;
        try {
            while (written < queued || droppedLines > 0) {
                long nowNs = System.nanoTime();
                if (seen != written) {
                    seen = written;
                    progressNs = nowNs;
                }
                long leftNs =
                        Math.min(progressNs + longestPause.toNanos() - nowNs, startNs + longest.toNanos() - nowNs);
                if (leftNs <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
