package dev.ipcdemo.launch.container;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;

/** A JVM in a container, with pipes to this process as its standard streams. */
public sealed interface ContainerJvm extends Closeable permits Container, ContainerProcess {

    /**
     * Its process id, where the engine runs.
     *
     * @return the id; 0 if it is not running
     */
    long pid();

    /**
     * Its standard input.
     *
     * @return a stream whose writes never block
     */
    OutputStream input();

    /**
     * Its standard output.
     *
     * @return what it prints
     */
    InputStream output();

    /**
     * Its standard error.
     *
     * @return what it prints
     */
    InputStream errors();

    /**
     * Waits until it has ended.
     *
     * @param limit how long to wait
     * @return whether it has
     * @throws InterruptedException if this thread is interrupted
     */
    boolean await(Duration limit) throws InterruptedException;

    /**
     * The status it ended with.
     *
     * @return as a shell has it, which is 128 + N after signal N; empty if it is running or has been removed
     */
    OptionalLong exitStatus();

    /** Ends it, as far as the engine can. Closing again does nothing. */
    @Override
    void close();
}
