package dev.ipcdemo.compare.plan;

import dev.ipcdemo.sockets.Options;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is the same for every cell of a comparison.
 *
 * @param virtualThreads whether the sides are virtual threads, where the transport lets them be parked
 * @param sendBufferBytes SO_SNDBUF to ask for; 0 keeps the system's
 * @param recvBufferBytes SO_RCVBUF to ask for; 0 keeps the system's
 * @param noDelay TCP_NODELAY
 * @param stall how long the server pauses once a second, to see what each pattern shows of it; zero for a server that
 *     does not pause
 * @param cpuList the CPUs that the sides may run on: the first is the client's, the second the server's, the first that of
 *     both where they share one; empty for a choice among all that this process may use
 * @param eventLoop whether the server of fan-in is one thread with a selector, instead of a thread for each connection
 * @param socketOptions those of {@link SocketSetting} that are not left to the system
 */
public record Settings(
        boolean virtualThreads,
        int sendBufferBytes,
        int recvBufferBytes,
        boolean noDelay,
        Duration stall,
        List<Integer> cpuList,
        boolean eventLoop,
        Options socketOptions) {

    private static final int MOST_CPUS = 1 << 16;

    private static final Duration LONGEST_STALL = Duration.ofMinutes(1);

    /**
     * Checks the pause.
     *
     * @param virtualThreads whether the sides are virtual threads
     * @param sendBufferBytes SO_SNDBUF to ask for
     * @param recvBufferBytes SO_RCVBUF to ask for
     * @param noDelay TCP_NODELAY
     * @param stall from zero to a minute
     * @param cpuList the CPUs that the sides may run on
     * @param eventLoop whether the server of fan-in is one thread with a selector
     * @param socketOptions those that are not left to the system
     * @throws IllegalArgumentException if the pause is longer or negative
     */
    public Settings {
        if (stall.isNegative() || stall.compareTo(LONGEST_STALL) > 0) {
            throw new IllegalArgumentException(
                    "--stall: the server can pause for 0 to " + LONGEST_STALL.toMillis() + " ms");
        }
        cpuList = List.copyOf(cpuList);
    }

    /**
     * With the system's socket options.
     *
     * @param virtualThreads whether the sides are virtual threads
     * @param sendBufferBytes SO_SNDBUF to ask for
     * @param recvBufferBytes SO_RCVBUF to ask for
     * @param noDelay TCP_NODELAY
     * @param stall from zero to a minute
     * @param cpuList the CPUs that the sides may run on
     * @param eventLoop whether the server of fan-in is one thread with a selector
     * @throws IllegalArgumentException if the pause is longer or negative
     */
    public Settings(
            boolean virtualThreads,
            int sendBufferBytes,
            int recvBufferBytes,
            boolean noDelay,
            Duration stall,
            List<Integer> cpuList,
            boolean eventLoop) {
        this(virtualThreads, sendBufferBytes, recvBufferBytes, noDelay, stall, cpuList, eventLoop, Options.DEFAULT);
    }

    /** Platform threads, the system's buffers, TCP_NODELAY on, no pauses. */
    public static final Settings DEFAULT = new Settings(false, 0, 0, true, Duration.ZERO, List.of(), false);

    /**
     * The same with other threads.
     *
     * @param virtual whether the sides are virtual threads
     * @return settings
     */
    public Settings withVirtualThreads(boolean virtual) {
        return new Settings(
                virtual, sendBufferBytes, recvBufferBytes, noDelay, stall, cpuList, eventLoop, socketOptions);
    }

    /**
     * The same with another buffer for what is sent.
     *
     * @param bytes SO_SNDBUF; 0 keeps the system's
     * @return settings
     */
    public Settings withSendBuffer(int bytes) {
        return new Settings(virtualThreads, bytes, recvBufferBytes, noDelay, stall, cpuList, eventLoop, socketOptions);
    }

    /**
     * The same with another buffer for what is received.
     *
     * @param bytes SO_RCVBUF; 0 keeps the system's
     * @return settings
     */
    public Settings withRecvBuffer(int bytes) {
        return new Settings(virtualThreads, sendBufferBytes, bytes, noDelay, stall, cpuList, eventLoop, socketOptions);
    }

    /**
     * The same with or without TCP_NODELAY.
     *
     * @param on whether it is on
     * @return settings
     */
    public Settings withNoDelay(boolean on) {
        return new Settings(
                virtualThreads, sendBufferBytes, recvBufferBytes, on, stall, cpuList, eventLoop, socketOptions);
    }

    /**
     * The same with a server that pauses.
     *
     * @param pause how long once a second
     * @return settings
     */
    public Settings withStall(Duration pause) {
        return new Settings(
                virtualThreads, sendBufferBytes, recvBufferBytes, noDelay, pause, cpuList, eventLoop, socketOptions);
    }

    /**
     * The same on certain CPUs.
     *
     * @param cpus their numbers; none for a choice among all
     * @return settings
     */
    public Settings withCpuList(List<Integer> cpus) {
        return new Settings(
                virtualThreads, sendBufferBytes, recvBufferBytes, noDelay, stall, cpus, eventLoop, socketOptions);
    }

    /**
     * The same with another server of fan-in.
     *
     * @param on whether it is one thread with a selector
     * @return settings
     */
    public Settings withEventLoop(boolean on) {
        return new Settings(
                virtualThreads, sendBufferBytes, recvBufferBytes, noDelay, stall, cpuList, on, socketOptions);
    }

    /**
     * The same with other socket options.
     *
     * @param options those that are not left to the system
     * @return settings
     */
    public Settings withSocketOptions(Options options) {
        return new Settings(
                virtualThreads, sendBufferBytes, recvBufferBytes, noDelay, stall, cpuList, eventLoop, options);
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
        out.writeBoolean(eventLoop);
        out.writeInt(cpuList.size());
        for (int cpu : cpuList) {
            out.writeInt(cpu);
        }
        Map<String, String> changed = SocketSetting.changed(socketOptions);
        out.writeInt(changed.size());
        for (Map.Entry<String, String> option : changed.entrySet()) {
            out.writeUTF(option.getKey());
            out.writeUTF(option.getValue());
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in from where
     * @return the settings
     * @throws IOException if there are none
     */
    public static Settings read(DataInput in) throws IOException {
        Settings settings = new Settings(
                in.readBoolean(),
                in.readInt(),
                in.readInt(),
                in.readBoolean(),
                Duration.ofNanos(in.readLong()),
                List.of(),
                in.readBoolean());
        int count = in.readInt();
        if (count < 0 || count > MOST_CPUS) {
            throw new IOException("there are no " + count + " CPUs");
        }
        List<Integer> cpus = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cpus.add(in.readInt());
        }
        return settings.withCpuList(cpus).withSocketOptions(readOptions(in));
    }

    private static Options readOptions(DataInput in) throws IOException {
        Options options = Options.DEFAULT;
        int count = in.readInt();
        if (count < 0 || count > SocketSetting.ALL.size()) {
            throw new IOException("there are no " + count + " socket options");
        }
        try {
            for (int i = 0; i < count; i++) {
                options = SocketSetting.set(options, in.readUTF(), in.readUTF());
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return options;
    }
}
