package dev.ipcdemo.launch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A link over two byte streams, such as a process's standard input and output: a length of four bytes, then the message. A
 * length of 0 is the end, which must be sent because a container's input cannot be ended while its output is read
 * (docker-java has no half-close).
 */
final class StreamLink implements Link {

    private static final int END = 0;

    /** How much of what is not a message an error quotes. */
    private static final int MAX_QUOTED_BYTES = 200;

    private final DataInputStream in;
    private final DataOutputStream out;
    private boolean isClosed;

    StreamLink(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    @Override
    public void send(byte[] message) throws IOException {
        Link.requireSendable(message);
        synchronized (out) {
            out.writeInt(message.length);
            out.write(message);
            out.flush();
        }
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException end) {
            return Optional.empty();
        }
        if (length == END) {
            return Optional.empty();
        }
        if (length < END || length > MAX_MESSAGE_BYTES) {
            throw new IOException(
                    "expected a message but got '" + quote(length) + "': something else writes to the same stream");
        }
        byte[] message = new byte[length];
        in.readFully(message);
        return Optional.of(message);
    }

    /** What was read as a length, and what has come after it, as text. */
    private String quote(int length) throws IOException {
        byte[] rest = in.readNBytes(Math.min(in.available(), MAX_QUOTED_BYTES));
        ByteBuffer all =
                ByteBuffer.allocate(Integer.BYTES + rest.length).putInt(length).put(rest);
        return new String(all.array(), StandardCharsets.US_ASCII)
                .replaceAll("[^ -~]+", " ")
                .strip();
    }

    @Override
    public void close() throws IOException {
        synchronized (out) {
            if (!isClosed) {
                isClosed = true;
                try (out) {
                    out.writeInt(END);
                }
            }
        }
    }
}
