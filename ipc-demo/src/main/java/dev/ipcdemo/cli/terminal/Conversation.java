package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Input to a connection, and what comes back to output, byte for byte and both at once. Where messages have boundaries,
 * each line is one message, with its newline.
 *
 * <p>After the end of the input a stream is half-closed, and the conversation goes on until the peer ends it. Datagrams
 * have no such end: there it goes on until nothing has come for a while.
 */
public final class Conversation {

    private static final int CHUNK_BYTES = 65_536;

    /** A little more than the largest datagram that any transport here sends by default. */
    private static final int LONGEST_LINE_BYTES = 1 << 18;

    private final Connection connection;
    private final boolean peerCanEnd;
    private final Prompt prompt;
    private final Duration linger;

    private final CountDownLatch receivingEnded = new CountDownLatch(1);
    private volatile long lastReceivedNs;
    private volatile boolean isOver;
    private volatile Optional<IOException> inputFailure = Optional.empty();

    /**
     * A conversation that has not begun.
     *
     * @param connection the connection, which is closed at the end
     * @param peerCanEnd whether the peer can end the conversation, as over a stream or sequenced packets
     * @param prompt asks for input
     * @param linger how long, after the end of the input, a peer that cannot end may be quiet
     */
    public Conversation(Connection connection, boolean peerCanEnd, Prompt prompt, Duration linger) {
        this.connection = connection;
        this.peerCanEnd = peerCanEnd;
        this.prompt = prompt;
        this.linger = linger;
    }

    /**
     * Runs it, until the peer has ended it in order, or the output is gone (its reader has had enough).
     *
     * @param input what is sent
     * @param output where what arrives is written
     * @throws IOException if either direction failed before
     */
    public void run(InputStream input, OutputStream output) throws IOException {
        Threads.startPlatform("input", () -> send(input));
        try (connection) {
            receive(output);
        } catch (SocketFailure e) {
            if (isOver) {
                return;
            }
            // Who could not send closed the connection, and so made receiving fail.
            throw e.kind() == FailureKind.CLOSED ? inputFailure.orElse(e) : e;
        } finally {
            receivingEnded.countDown();
            prompt.hide();
        }
    }

    private void receive(OutputStream output) throws IOException {
        // Room for any message: what does not fit would be lost.
        byte[] bytes = new byte[connection.keepsMessageBoundaries() ? LONGEST_LINE_BYTES : CHUNK_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (connection.recv(buffer.clear()) >= 0) {
            lastReceivedNs = System.nanoTime();
            prompt.hide();
            try {
                output.write(bytes, 0, buffer.position());
                output.flush();
            } catch (StandardOutput.ReaderGone nobodyReads) {
                return;
            }
            if (buffer.position() > 0 && bytes[buffer.position() - 1] == '\n') {
                prompt.show();
            }
        }
    }

    /** The body of the thread that reads the input, which may wait there for ever: it is left to that when all is over. */
    private void send(InputStream input) {
        try {
            prompt.show();
            if (connection.keepsMessageBoundaries()) {
                sendLines(input);
            } else {
                sendChunks(input);
            }
            if (peerCanEnd) {
                connection.shutdownOutput();
            } else {
                awaitQuiet();
                isOver = true;
                connection.close();
            }
        } catch (IOException e) {
            inputFailure = Optional.of(e);
            endSoon();
        }
    }

    private void sendChunks(InputStream input) throws IOException {
        byte[] bytes = new byte[CHUNK_BYTES];
        int read;
        while ((read = read(input, bytes, 0)) >= 0) {
            prompt.answered();
            connection.sendFully(ByteBuffer.wrap(bytes, 0, read));
            prompt.show();
        }
    }

    private void sendLines(InputStream input) throws IOException {
        byte[] bytes = new byte[LONGEST_LINE_BYTES];
        int start = 0;
        int end = 0;
        int read;
        while ((read = read(input, bytes, end)) >= 0) {
            prompt.answered();
            for (int i = end; i < end + read; i++) {
                if (bytes[i] == '\n') {
                    connection.sendFully(ByteBuffer.wrap(bytes, start, i + 1 - start));
                    start = i + 1;
                }
            }
            end += read;
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
            if (end == bytes.length) {
                throw new SocketFailure(
                        "send",
                        connection.peerEndpoint().toString(),
                        FailureKind.MESSAGE_TOO_LARGE,
                        "a line is one message, and this one has more than " + bytes.length + " bytes");
            }
            prompt.show();
        }
        if (end > 0) {
            connection.sendFully(ByteBuffer.wrap(bytes, 0, end));
        }
    }

    private static int read(InputStream input, byte[] bytes, int from) throws IOException {
        try {
            return input.read(bytes, from, bytes.length - from);
        } catch (IOException e) {
            throw new IOException("standard input cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns when nothing has come for as long as to linger, from now or from what came last. */
    private void awaitQuiet() {
        lastReceivedNs = System.nanoTime();
        long leftNs = linger.toNanos();
        while (leftNs > 0 && !awaitEndOfReceiving(leftNs)) {
            leftNs = lastReceivedNs + linger.toNanos() - System.nanoTime();
        }
    }

    /** Gives the other direction time to print what has come already, or to fail for its own and better reason. */
    private void endSoon() {
        awaitEndOfReceiving(linger.toNanos());
        try {
            connection.close();
        } catch (SocketFailure e) {
            inputFailure.ifPresent(first -> first.addSuppressed(e));
        }
    }

    private boolean awaitEndOfReceiving(long ns) {
        try {
            return receivingEnded.await(ns, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
