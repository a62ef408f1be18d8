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
import java.util.ArrayList;
import java.util.List;

/**
 * A link over two byte streams, such as a process's standard input and output: a count, then so many texts. A count of
 * none is the end, said in so many words because a container's input does not end while its output is read (docker-java
 * has no half-close).
 */
final class StreamLink implements Link {

    private static final int MAX_TEXTS = 64;
    private static final int END = 0;

    private final DataInputStream in;
    private final DataOutputStream out;
    private boolean isClosed;

    StreamLink(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    @Override
    public void send(List<String> message) throws IOException {
        synchronized (out) {
            out.writeInt(message.size());
            for (String text : message) {
                out.writeUTF(text);
            }
            out.flush();
        }
    }

    @Override
    public List<String> receive() throws IOException {
        int count;
        try {
            count = in.readInt();
        } catch (EOFException end) {
            return List.of();
        }
        if (count == END) {
            return List.of();
        }
        if (count < END || count > MAX_TEXTS) {
            throw new IOException("what came is no message of ours but begins with '" + asText(count)
                    + asText(in.readInt()) + "': something else writes to the same stream");
        }
        List<String> message = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            message.add(in.readUTF());
        }
        return message;
    }

    /** What was read as a number, had it been text. */
    private static String asText(int number) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        return new String(bytes, StandardCharsets.US_ASCII).replaceAll("[^ -~]", ".");
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
