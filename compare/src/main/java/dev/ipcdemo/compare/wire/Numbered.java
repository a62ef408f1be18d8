package dev.ipcdemo.compare.wire;

import dev.ipcdemo.launch.Message;
import dev.ipcdemo.launch.MessageFormat;
import dev.ipcdemo.launch.MessageTypes;
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
public record Numbered<M extends Message>(int number, M message) {

    /** Numbered requests. */
    public static final MessageFormat<Numbered<Request<?>>> REQUESTS = of(Request.TYPES);

    /** Numbered replies. */
    public static final MessageFormat<Numbered<Reply>> REPLIES = of(Reply.TYPES);

    private static <M extends Message> MessageFormat<Numbered<M>> of(MessageTypes<M> types) {
        return new MessageFormat<>() {
            @Override
            public void write(Numbered<M> numbered, DataOutput out) throws IOException {
                out.writeInt(numbered.number());
                types.write(numbered.message(), out);
            }

            @Override
            public Numbered<M> read(DataInput in) throws IOException {
                return new Numbered<>(in.readInt(), types.read(in));
            }
        };
    }
}
