package dev.ipcdemo.service;

import java.util.function.Supplier;

/** The services that there are. */
public enum ServiceName {
    /** Sends back what comes. */
    ECHO("echo", Echo::new),
    /** Throws away what comes. */
    DISCARD("discard", Discard::new),
    /** Lets people talk to each other. */
    CHAT("chat", Chat::new);

    private final String text;
    private final Supplier<Service> maker;

    ServiceName(String text, Supplier<Service> maker) {
        this.text = text;
        this.maker = maker;
    }

    /**
     * Makes one, for one server.
     *
     * @return a new service
     */
    public Service make() {
        return maker.get();
    }

    @Override
    public String toString() {
        return text;
    }
}
