package dev.ipcdemo.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Standard output that does not hide that it could not be written, as {@link System#out} does, and that waits where its
 * descriptor does not block. Interrupting a thread that writes does not end it.
 */
public final class StandardOutput extends OutputStream {

    /** Opens nothing before something is written. */
    public StandardOutput() {}

    /** Where {@code bin/ipc-demo} says so, because the JVM knows it only of input and output together. */
    private static final String IS_TERMINAL = "ipc-demo.output-is-terminal";

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What strerror(3) calls EPIPE. */
    private static final String BROKEN_PIPE = "Broken pipe";

    private FileChannel channel = open();
    private Optional<IOException> failure = Optional.empty();

    /** The reader of a pipe has had enough, which is its good right. */
    static final class ReaderGone extends IOException {

        private static final long serialVersionUID = 1L;

        ReaderGone(IOException cause) {
            super("nobody reads standard output any more", cause);
        }
    }

    /**
     * Standard output for what a peer sends. At a terminal, '?' stands in place of what could steer it, whatever standard
     * input is; a pipe or a file gets every byte as it came.
     *
     * @return a new stream
     */
    public static OutputStream forPeer() {
        return Boolean.getBoolean(IS_TERMINAL) ? new PrintableOutput(new StandardOutput()) : new StandardOutput();
    }

    /** A channel tells how much it has written before it failed or would have had to wait; a stream does not. */
    private static FileChannel open() {
        return new FileOutputStream(FileDescriptor.out) {
            @Override
            public void close() {
                // an interrupt closes the channel, but must not close the descriptor
            }
        }.getChannel();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        boolean isInterrupted = false;
        try {
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            while (left.hasRemaining()) {
                isInterrupted |= Thread.interrupted();
                write(left);
            }
        } catch (IOException e) {
            failure = Optional.of(
                    BROKEN_PIPE.equals(e.getMessage())
                            ? new ReaderGone(e)
                            : new IOException("standard output could not be written: " + e.getMessage(), e));
            throw failure.get();
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(ByteBuffer left) throws IOException {
        try {
            if (channel.write(left) == 0) { // EAGAIN
                LockSupport.parkNanos(PAUSE_NS);
            }
        } catch (ClosedChannelException interrupted) {
            channel = open();
        }
    }

    /**
     * Why something that was written has not gone out.
     *
     * @return the failure; empty if all went out, or its reader has gone
     */
    public synchronized Optional<IOException> failure() {
        return failure.filter(e -> !(e instanceof ReaderGone));
    }

    /**
     * The same stream, on which what nobody reads any more counts as written.
     *
     * @return a stream over this one
     */
    public OutputStream untilNobodyReads() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    StandardOutput.this.write(bytes, offset, length);
                } catch (ReaderGone e) {
                    // and so it makes no difference
                }
            }
        };
    }
}
