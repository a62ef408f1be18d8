package dev.ipcdemo.launch;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Messages in both directions between a starter and its peer, in order and without loss. Any thread may send. */
public interface Link extends Closeable {

    /**
     * Sends a message. Waits only if the other end does not take what was sent before.
     *
     * @param message a few texts, each at most 64 KiB in UTF-8
     * @throws IOException if the other end is gone
     */
    void send(List<String> message) throws IOException;

    /**
     * Waits for the next message.
     *
     * @return the message; empty when the other end has closed
     * @throws IOException if the line broke
     */
    List<String> receive() throws IOException;

    /** Closes this end; the other receives what was sent, and then the end. */
    @Override
    void close() throws IOException;
}
