package dev.ipcdemo.peer;

import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.LocalAddresses;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * This host, where nothing has to be set up.
 *
 * @param scope in this JVM, or in others
 */
record LocalSite(Scope scope) implements Site {

    @Override
    public Peer start(String role, String task, List<String> arguments, Consumer<String> log) throws IOException {
        return Peers.start(scope, task, arguments);
    }

    @Override
    public Host host(String role, Consumer<String> log) {
        return new Host() {
            @Override
            public Peer start(String task, List<String> arguments, List<String> jvmOptions) throws IOException {
                return Peers.start(scope, task, arguments, jvmOptions);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean hasIpv6() {
        try {
            return LocalAddresses.hasIpv6();
        } catch (SocketFailure e) {
            return true; // nobody knows; who tries it sees
        }
    }

    @Override
    public void close() {}
}
