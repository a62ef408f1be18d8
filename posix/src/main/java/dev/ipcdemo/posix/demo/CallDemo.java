package dev.ipcdemo.posix.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.transport.OnSystemCalls;
import dev.ipcdemo.sockets.Transport;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A demo whose sockets are all opened on one side, call by call, over one transport. */
abstract class CallDemo implements Demo {

    private final String name;
    private final String summary;
    private final String scheme;

    CallDemo(String name, String summary, String scheme) {
        this.name = name;
        this.summary = summary;
        this.scheme = scheme;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String summary() {
        return summary;
    }

    @Override
    public final boolean appliesTo(Transport transport) {
        return transport instanceof OnSystemCalls && transport.scheme().equals(scheme);
    }

    @Override
    public final Set<Scope> scopes() {
        return EnumSet.of(Scope.IN_PROCESS);
    }

    @Override
    public final Optional<String> whyNotElsewhere() {
        return Optional.of("all its sockets are opened by one process, call by call");
    }

    @Override
    public final void server(Stage stage) throws Exception {
        try (ShownCalls calls = new ShownCalls(stage)) {
            run(stage, calls);
        }
    }

    abstract void run(Stage stage, ShownCalls calls) throws Exception;
}
