package dev.ipcdemo.launch;

import java.io.Closeable;
import java.time.Duration;

/** The other side, running. */
public interface Worker extends Closeable {

    /**
     * The line to it.
     *
     * @return this side's end
     */
    Link link();

    /**
     * The process it runs in.
     *
     * @return the process id, as this host knows it; that of a container as the engine knows it, or 0 when it is gone
     */
    long pid();

    /**
     * Where it runs.
     *
     * @return for people, such as {@code process 4711}
     */
    default String place() {
        return "process " + pid();
    }

    /**
     * Waits until it has come to its end by itself.
     *
     * @param limit how long to wait
     * @return whether it has
     * @throws InterruptedException if this thread is interrupted
     */
    boolean await(Duration limit) throws InterruptedException;

    /** Ends it, whatever it does, and waits until it is gone. Doing it again does nothing. */
    @Override
    void close();
}
