package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.result.Arrivals;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Carries whole messages of one size between two sides. One thread sends, one receives; any closes. */
public interface MessageChannel extends Closeable {

    /**
     * Sends the buffer, from its position to its limit, as one message. Waits for room.
     *
     * @throws IOException if the line is closed or broke
     */
    void send(ByteBuffer message) throws IOException;

    /**
     * Waits for the next message, and leaves the buffer ready to be read.
     *
     * @param buffer with room for one byte more than a message has, so that a longer one shows
     * @return the message's size; -1 when the other side has ended the line
     * @throws IOException if the line is closed or broke
     */
    int receive(ByteBuffer buffer) throws IOException;

    /**
     * Asks the other side what it has received since the last mark. Waits for the answer.
     *
     * @param marks whether it shall count anew afterwards
     * @throws IOException if there is nobody to be asked, or no answer comes
     */
    default Arrivals arrivals(boolean marks) throws IOException {
        throw new IOException("the server of this line is asked otherwise");
    }

    /** The effective buffer sizes of the socket, for people; empty where there are none. */
    default String buffers() {
        return "";
    }
}
