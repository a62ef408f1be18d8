package dev.ipcdemo.bench;

import dev.ipcdemo.peer.Threads;
import java.time.Duration;
import java.util.List;

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

    /** Platform threads, the system's buffers, TCP_NODELAY on, no pauses. */
    public static final Settings DEFAULT = new Settings(false, 0, 0, true, Duration.ZERO);

    /**
     * Whether this runtime has virtual threads.
     *
     * @return true from release 21 on
     */
    public static boolean virtualThreadsExist() {
        return Threads.runtimeHasVirtual();
    }

    List<String> toTexts() {
        return List.of(
                Boolean.toString(virtualThreads),
                Integer.toString(sendBufferBytes),
                Integer.toString(recvBufferBytes),
                Boolean.toString(noDelay),
                Long.toString(stall.toNanos()));
    }

    static Settings ofTexts(List<String> texts) {
        return new Settings(
                Boolean.parseBoolean(texts.get(0)),
                Integer.parseInt(texts.get(1)),
                Integer.parseInt(texts.get(2)),
                Boolean.parseBoolean(texts.get(3)),
                Duration.ofNanos(Long.parseLong(texts.get(4))));
    }
}
