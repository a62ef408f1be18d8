package dev.ipcdemo.compare.wire;

import dev.ipcdemo.launch.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A request with its number, or the reply with the number of its request: a reply may come late, when another request has
 * been sent.
 *
 * @param <M> a request or a reply
 * @param number of the request
 * @param message the request or the reply
 */
public record Numbered<M extends Message>(int number, M message) implements Message {

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(number);
        message.write(out);
    }

    /**
     * Reads a numbered request.
     *
     * @param in what {@link #write} wrote
     * @return the request with its number
     * @throws IOException if these bytes are not one
     */
    public static Numbered<Request<?>> readRequest(DataInput in) throws IOException {
        return new Numbered<>(in.readInt(), Request.read(in));
    }

    /**
     * Reads a numbered reply.
     *
     * @param in what {@link #write} wrote
     * @return the reply with the number of its request
     * @throws IOException if these bytes are not one
     */
    public static Numbered<Reply> readReply(DataInput in) throws IOException {
        return new Numbered<>(in.readInt(), Reply.read(in));
    }
}
