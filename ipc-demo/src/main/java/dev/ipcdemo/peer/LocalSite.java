package dev.ipcdemo.peer;

import dev.ipcdemo.sockets.spi.Scope;
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
    public void close() {}
}
