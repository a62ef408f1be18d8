package dev.ipcdemo.service;

import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Service;
import java.util.function.Function;

/** The services that there are. */
public enum ServiceName {
    /** Sends back what comes. */
    ECHO("echo", limits -> new Echo()),
    /** Throws away what comes. */
    DISCARD("discard", limits -> new Discard()),
    /** Lets people talk to each other. */
    CHAT("chat", limits -> new Chat(limits.finishTimeout())),
    /** Is the far side of a comparison. */
    MEASURE("measure", limits -> new Measure(limits));

    private final String text;
    private final Function<Limits, Service> maker;

    ServiceName(String text, Function<Limits, Service> maker) {
        this.text = text;
        this.maker = maker;
    }

    /**
     * Makes one, for one server.
     *
     * @param limits what the server grants its peers
     * @return a new service
     * @throws IllegalArgumentException if it cannot do within these
     */
    public Service make(Limits limits) {
        return maker.apply(limits);
    }

    @Override
    public String toString() {
        return text;
    }
}
