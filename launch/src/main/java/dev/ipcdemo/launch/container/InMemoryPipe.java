package dev.ipcdemo.launch.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A pipe between threads. Unlike with {@link java.io.PipedInputStream}, a reader gets what is written at once, and any thread
 * may read or write, even if the others have ended. A read waits for a byte, or for the end.
 */
final class InMemoryPipe {

    private static final byte[] END = new byte[0];

    private final Optional<Duration> readLimit;
    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    /** A pipe whose reads wait as long as it takes. */
    InMemoryPipe() {
        readLimit = Optional.empty();
    }

    /** A pipe in which a read fails that has waited for this long. */
    InMemoryPipe(Duration readLimit) {
        this.readLimit = Optional.of(readLimit);
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    void write(byte[] bytes) {
        if (bytes.length > 0) {
            chunks.add(bytes);
        }
    }

    void end() {
        chunks.add(END);
    }

    private final class Input extends InputStream {

        private byte[] chunk = new byte[0];
        private int position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (position == chunk.length && !next()) {
                return -1;
            }
            int count = Math.min(length, chunk.length - position);
            System.arraycopy(chunk, position, bytes, offset, count);
            position += count;
            return count;
        }

        private boolean next() throws IOException {
            try {
                chunk = readLimit.isPresent() ? await(readLimit.get()) : chunks.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for a container", e);
            }
            position = 0;
            if (chunk == END) {
                chunks.add(END); // the next read sees the end too
                return false;
            }
            return true;
        }

        private byte[] await(Duration limit) throws InterruptedException, IOException {
            byte[] next = chunks.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new IOException("nothing has come from the container for " + limit.toSeconds() + " s");
            }
            return next;
        }

        @Override
        public int available() {
            return chunk.length - position;
        }
    }

    private final class Output extends OutputStream {

        @Override
        public void write(int b) {
            InMemoryPipe.this.write(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            InMemoryPipe.this.write(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void close() {
            end();
        }
    }
}
