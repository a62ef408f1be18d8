package dev.ipcdemo.demo.spi;

/** How far apart the two sides of an exchange are. */
public enum Scope {
    /** Two threads of one JVM, over a real socket. */
    IN_PROCESS("in-process"),
    /** Two JVMs on one host. */
    INTER_PROCESS("inter-process"),
    /** Two hosts, or two containers, each with a network stack of its own. */
    CROSS_HOST("cross-host");

    private final String words;

    Scope(String words) {
        this.words = words;
    }

    /** The scope as it is written on the command line. */
    @Override
    public String toString() {
        return words;
    }
}
