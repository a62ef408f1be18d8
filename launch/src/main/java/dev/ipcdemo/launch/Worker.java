package dev.ipcdemo.launch;

import java.io.Closeable;
import java.time.Duration;

/** Runs a {@link Task}: a thread, a process, or a JVM in a container. */
public interface Worker extends Closeable {

    /**
     * The link to the task.
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
     * Whether a signal has stopped it (SIGSTOP, Ctrl-Z).
     *
     * @return false also where the system does not tell
     */
    default boolean isStopped() {
        return false;
    }

    /**
     * Waits until it has ended by itself.
     *
     * @param limit how long to wait
     * @return whether it has
     * @throws InterruptedException if this thread is interrupted
     */
    boolean await(Duration limit) throws InterruptedException;

    /**
     * How it ended, with the last lines of its standard error. Waits a few seconds for a worker that is about to end.
     *
     * @return a clause that follows {@link #place}, such as {@code ended with status 1: Error: Could not create the Java
     *     Virtual Machine.}
     */
    String outcome();

    /** Ends it, whatever it does, and waits until it is gone. Closing again does nothing. */
    @Override
    void close();
}
