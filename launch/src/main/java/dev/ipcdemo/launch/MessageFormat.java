package dev.ipcdemo.launch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How messages become bytes, and bytes messages.
 *
 * @param <M> the messages
 */
public interface MessageFormat<M> {

    /**
     * Writes a message.
     *
     * @param message what
     * @param out where
     * @throws IOException if it cannot be written
     */
    void write(M message, DataOutput out) throws IOException;

    /**
     * Reads a message.
     *
     * @param in what {@link #write} wrote
     * @return the message
     * @throws IOException if these bytes are not one
     */
    M read(DataInput in) throws IOException;
}
