package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Where peers are started that shall reach each other: this JVM, this host, or a private network of containers. */
public interface LaunchTarget extends Closeable {

    /**
     * How far apart the peers are, from each other and from here.
     *
     * @return the scope
     */
    Scope scope();

    /**
     * Starts a peer.
     *
     * @param role what it is to the others, such as {@code server}; its host name where it gets one
     * @param task the name of what it does
     * @param arguments what the task gets
     * @param log gets what it prints, line by line, unless that goes where this process's own standard error goes
     * @return the running peer
     * @throws IOException if it cannot be started
     */
    Worker start(String role, String task, List<String> arguments, Consumer<String> log) throws IOException;

    /**
     * Sets up a host, for peers that shall come and go quicker than one is set up.
     *
     * @param role what it is to the others, such as {@code server}; its host name where it gets one
     * @param log gets what its peers print, line by line, unless that goes where this process's own standard error goes
     * @return the host, to be closed before this
     * @throws IOException if it cannot be set up
     */
    WorkerHost host(String role, Consumer<String> log) throws IOException;

    /**
     * Whether its peers can reach each other by IPv6.
     *
     * @return whether they have addresses of that domain
     */
    boolean hasIpv6();

    /** Removes what was set up for the peers, which must be closed before. */
    @Override
    void close();
}
