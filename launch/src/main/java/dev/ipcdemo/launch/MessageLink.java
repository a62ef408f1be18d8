package dev.ipcdemo.launch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * A link whose messages are typed. Any thread may send; one receives.
 *
 * @param <S> what this end sends
 * @param <R> what this end receives
 */
public final class MessageLink<S extends Message, R> implements Closeable {

    private final Link link;
    private final Message.Reader<R> reader;

    /**
     * A view of a link.
     *
     * @param link carries the bytes
     * @param reader reads what this end receives
     */
    public MessageLink(Link link, Message.Reader<R> reader) {
        this.link = link;
        this.reader = reader;
    }

    /**
     * Sends a message; see {@link Link#send}.
     *
     * @param message what
     * @throws IOException if the other end is gone
     */
    public void send(S message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.write(new DataOutputStream(bytes));
        link.send(bytes.toByteArray());
    }

    /**
     * Waits for the next message.
     *
     * @return the message; empty when the other end has closed
     * @throws IOException if the link broke, or what came is not a message
     */
    public Optional<R> receive() throws IOException {
        Optional<byte[]> bytes = link.receive();
        return bytes.isPresent() ? Optional.of(decode(bytes.get())) : Optional.empty();
    }

    private R decode(byte[] bytes) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        R message;
        try {
            message = reader.read(new DataInputStream(in));
        } catch (EOFException e) {
            throw new IOException("a message is cut short after " + bytes.length + " bytes", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("a damaged message: " + e.getMessage(), e);
        }
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes too many in a message of " + bytes.length);
        }
        return message;
    }

    /** Closes this end; see {@link Link#close}. */
    @Override
    public void close() throws IOException {
        link.close();
    }
}
