package dev.ipcdemo.compare.plan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;

/**
 * What is the same for every cell of a comparison.
 *
 * @param virtualThreads whether the sides are virtual threads, where the transport lets them be parked
 * @param sendBufferBytes SO_SNDBUF to ask for; 0 keeps the system's
 * @param recvBufferBytes SO_RCVBUF to ask for; 0 keeps the system's
 * @param noDelay TCP_NODELAY
 * @param stall how long the server pauses once a second, to see what each pattern shows of it; zero for a server that
 *     does not pause
 */
public record Settings(
        boolean virtualThreads, int sendBufferBytes, int recvBufferBytes, boolean noDelay, Duration stall) {

    private static final Duration LONGEST_STALL = Duration.ofMinutes(1);

    /**
     * Checks the pause.
     *
     * @param virtualThreads whether the sides are virtual threads
     * @param sendBufferBytes SO_SNDBUF to ask for
     * @param recvBufferBytes SO_RCVBUF to ask for
     * @param noDelay TCP_NODELAY
     * @param stall from zero to a minute
     * @throws IllegalArgumentException if the pause is longer or negative
     */
    public Settings {
        if (stall.isNegative() || stall.compareTo(LONGEST_STALL) > 0) {
            throw new IllegalArgumentException(
                    "--stall: the server can pause for 0 to " + LONGEST_STALL.toMillis() + " ms");
        }
    }

    /** Platform threads, the system's buffers, TCP_NODELAY on, no pauses. */
    public static final Settings DEFAULT = new Settings(false, 0, 0, true, Duration.ZERO);

    /**
     * The same with other threads.
     *
     * @param virtual whether the sides are virtual threads
     * @return settings
     */
    public Settings withVirtualThreads(boolean virtual) {
        return new Settings(virtual, sendBufferBytes, recvBufferBytes, noDelay, stall);
    }

    /**
     * The same with another buffer for what is sent.
     *
     * @param bytes SO_SNDBUF; 0 keeps the system's
     * @return settings
     */
    public Settings withSendBuffer(int bytes) {
        return new Settings(virtualThreads, bytes, recvBufferBytes, noDelay, stall);
    }

    /**
     * The same with another buffer for what is received.
     *
     * @param bytes SO_RCVBUF; 0 keeps the system's
     * @return settings
     */
    public Settings withRecvBuffer(int bytes) {
        return new Settings(virtualThreads, sendBufferBytes, bytes, noDelay, stall);
    }

    /**
     * The same with or without TCP_NODELAY.
     *
     * @param on whether it is on
     * @return settings
     */
    public Settings withNoDelay(boolean on) {
        return new Settings(virtualThreads, sendBufferBytes, recvBufferBytes, on, stall);
    }

    /**
     * Writes the fields.
     *
     * @param out where
     * @throws IOException if they cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeBoolean(virtualThreads);
        out.writeInt(sendBufferBytes);
        out.writeInt(recvBufferBytes);
        out.writeBoolean(noDelay);
        out.writeLong(stall.toNanos());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the settings
     * @throws IOException if there are none
     */
    public static Settings read(DataInput in) throws IOException {
        return new Settings(
                in.readBoolean(), in.readInt(), in.readInt(), in.readBoolean(), Duration.ofNanos(in.readLong()));
    }
}
