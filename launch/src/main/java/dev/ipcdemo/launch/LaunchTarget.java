package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/** Where workers that can reach each other are started: this JVM, this host, or a private network of containers. */
public interface LaunchTarget extends Closeable {

    /**
     * How far apart the workers are, from each other and from here.
     *
     * @return the scope
     */
    Scope scope();

    /**
     * Starts a worker, on a host of its own if the scope is cross-host.
     *
     * @param role what it is to the others, such as {@code server}; its host name where it gets one
     * @param task the name of the {@link Task} it runs
     * @param log gets each line that the worker's JVM writes to standard error; called from another thread
     * @return the running worker
     * @throws IOException if it cannot be started
     */
    Worker start(String role, String task, Consumer<String> log) throws IOException;

    /**
     * Sets up a host for workers that come and go faster than a host can be set up.
     *
     * @param role what it is to the others, such as {@code server}; its host name where it gets one
     * @param log gets each line that a worker's JVM writes to standard error; called from another thread
     * @return the host, to be closed before this
     * @throws IOException if it cannot be set up
     */
    WorkerHost host(String role, Consumer<String> log) throws IOException;

    /**
     * Whether workers can reach each other by IPv6.
     *
     * @return whether they have IPv6 addresses
     */
    boolean hasIpv6();

    /** Removes what was set up for the workers, which must be closed before. */
    @Override
    void close();
}
