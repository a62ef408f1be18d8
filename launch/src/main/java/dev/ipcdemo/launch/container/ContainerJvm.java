package dev.ipcdemo.launch.container;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;

/** A JVM in a container, with pipes to here as its standard streams. */
public sealed interface ContainerJvm extends Closeable permits Container, ContainerProcess {

    /**
     * Its process id, where the engine runs.
     *
     * @return the id; 0 when it does not run
     */
    long pid();

    /**
     * Its standard input.
     *
     * @return never blocks
     */
    OutputStream input();

    /**
     * Its standard output.
     *
     * @return what it has printed
     */
    InputStream output();

    /**
     * Its standard error.
     *
     * @return what it has printed
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
     * The status it ended with, unless it runs or has been removed.
     *
     * @return as from a shell: 128 and the signal's number for one that was killed
     */
    OptionalLong exitStatus();

    /** Ends it, as far as that can be done from here. Closing again does nothing. */
    @Override
    void close();
}
