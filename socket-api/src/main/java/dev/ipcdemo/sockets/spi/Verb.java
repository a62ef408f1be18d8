package dev.ipcdemo.sockets.spi;

import java.util.List;

/** The verbs of the API that may be more than one system call, because the JVM has no finer ones. */
public enum Verb {
    /** {@link StreamTransport#listen}. */
    LISTEN("socket", "bind", "listen"),
    /** {@link StreamTransport#connect}. */
    CONNECT("socket", "connect"),
    /** {@link PacketTransport#bind}. */
    BIND("socket", "bind"),
    /** {@link dev.ipcdemo.sockets.OpenSocket#close}, apart from unlink(2) of a socket file. */
    CLOSE("close");

    private final List<String> systemCalls;

    Verb(String... systemCalls) {
        this.systemCalls = List.of(systemCalls);
    }

    /**
     * What the verb does where a transport does not say otherwise.
     *
     * @return names of system calls, in order
     */
    public List<String> systemCalls() {
        return systemCalls;
    }
}
