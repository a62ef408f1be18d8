package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.MessageChannel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The client's end where a library calls: to send is to call, and what is received is the reply to that call. */
final class CallingChannel implements MessageChannel {

    private final Call call;
    private final Closeable closing;
    private byte[] reply = {};

    /** How the library calls. */
    @FunctionalInterface
    interface Call {
        /** Waits for the reply. */
        byte[] call(byte[] request) throws IOException;
    }

    CallingChannel(Call call, Closeable closing) {
        this.call = call;
        this.closing = closing;
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        reply = call.call(bytes(message));
    }

    /** Takes a message from its buffer. */
    static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    @Override
    public int receive(ByteBuffer buffer) {
        return put(reply, buffer);
    }

    /** Puts a message into its buffer. Returns the message's size, even if it is larger than the buffer. */
    static int put(byte[] message, ByteBuffer buffer) {
        buffer.clear()
                .put(message, 0, Math.min(message.length, buffer.capacity()))
                .flip();
        return message.length;
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
