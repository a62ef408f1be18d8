package dev.ipcdemo.sockets.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Records the system calls that open, bind, connect and close sockets, so that they can be shown: one call of the JVM
 * is often several system calls, and not always the same ones. Code that makes such calls notes them in the thread that
 * makes them and in order, including failed ones; code that shows an operation collects what was noted while it ran. A
 * test compares the notes with what strace(1) sees.
 *
 * <p>Sending and receiving note nothing, unless they close the socket. Where a library hides how far it got before it
 * failed, {@link #UNKNOWN} stands for the calls that it may have made.
 *
 * <pre>{@code
 * try (SystemCalls made = SystemCalls.collect()) {
 *     connection = transport.connect(address, Options.DEFAULT);
 *     System.out.println(made.names()); // [socket, connect]
 * }
 * }</pre>
 *
 * <p>A collection belongs to the thread that started it.
 */
public final class SystemCalls implements AutoCloseable {

    /** Stands for any number of calls, including none. */
    public static final String UNKNOWN = "…";

    private static final ThreadLocal<SystemCalls> COLLECTING = new ThreadLocal<>();

    private final SystemCalls outer;
    private final List<String> names = new ArrayList<>();

    private SystemCalls(SystemCalls outer) {
        this.outer = outer;
    }

    /**
     * Starts to collect what is noted in this thread. A collection that was started before receives nothing until this
     * one is closed.
     *
     * @return an empty collection
     */
    public static SystemCalls collect() {
        SystemCalls collecting = new SystemCalls(COLLECTING.get());
        COLLECTING.set(collecting);
        return collecting;
    }

    /**
     * Notes calls. Has no effect if this thread does not collect any.
     *
     * @param names the system calls as section 2 of the manual names them, {@code accept} for accept4(2) too
     */
    public static void note(String... names) {
        SystemCalls collecting = COLLECTING.get();
        if (collecting != null) {
            Collections.addAll(collecting.names, names);
        }
    }

    /**
     * Notes calls.
     *
     * @param names as for {@link #note(String...)}
     */
    public static void note(List<String> names) {
        SystemCalls collecting = COLLECTING.get();
        if (collecting != null) {
            collecting.names.addAll(names);
        }
    }

    /**
     * What was noted since this collection was started.
     *
     * @return names of system calls, in order
     */
    public List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /** Ends the collection; an outer one continues. */
    @Override
    public void close() {
        if (outer == null) {
            COLLECTING.remove();
        } else {
            COLLECTING.set(outer);
        }
    }
}
