package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.sockets.Batch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Carries whole messages of known sizes between two sides. One thread sends, one receives; any thread may close it. */
public interface MessageChannel extends Closeable {

    /**
     * Sends one message. Waits while there is no room for it.
     *
     * @param message from its position to its limit
     * @throws IOException if the channel is closed or broken
     */
    void send(ByteBuffer message) throws IOException;

    /**
     * Waits for the next message.
     *
     * @param buffer with room for one byte more than the largest message has, so that a longer one is detected; holds the message from
     *     0 to its limit afterwards
     * @return the message's size; -1 if the other side has closed the channel
     * @throws IOException if the channel is closed or broken
     */
    int receive(ByteBuffer buffer) throws IOException;

    /**
     * Prepares to send several messages in one call; see {@link dev.ipcdemo.sockets.Connection#sendBatch}.
     *
     * @param messages how many
     * @param messageBytes the size of each
     * @return the messages; empty where {@link Carrier#whyNoBatches} says why
     * @throws IOException if the channel is closed
     */
    default Optional<Batch.Outgoing> sendBatch(int messages, int messageBytes) throws IOException {
        return Optional.empty();
    }

    /**
     * Prepares to receive several messages in one call. From now on they are received with it only.
     *
     * @param messages how many at most
     * @param messageBytes the room for each
     * @return room for the messages; empty where {@link Carrier#whyNoBatches} says why
     * @throws IOException if the channel is closed
     */
    default Optional<Batch.Incoming> recvBatch(int messages, int messageBytes) throws IOException {
        return Optional.empty();
    }

    /**
     * Returns the stream of messages for a thread that waits for many at once. From now on it is read and written only.
     *
     * @return the stream; empty where {@link Carrier#whyNoEventLoop} says why
     */
    default Optional<SelectableStream> selectable() {
        return Optional.empty();
    }

    /**
     * Asks the other side what it has received since the last mark. Waits for the answer.
     *
     * @param marks whether it starts counting anew afterwards
     * @return what it says
     * @throws IOException if it cannot be asked over this channel, or does not answer
     */
    default Arrivals arrivals(boolean marks) throws IOException {
        throw new IOException("the server cannot be asked over this channel what arrived");
    }

    /**
     * Describes the effective buffer sizes of the socket.
     *
     * @return a text for people; empty where there are none
     */
    default String buffers() {
        return "";
    }
}
