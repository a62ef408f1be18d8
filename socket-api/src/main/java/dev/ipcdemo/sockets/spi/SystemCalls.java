package dev.ipcdemo.sockets.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The system calls by which sockets are opened, named, connected and ended, so that they can be shown: the JVM's verbs are
 * often several of them, and not always the same ones. Who makes such calls notes them, in the thread that makes them and
 * in their order, failed ones too; who shows a verb collects what was noted while it ran. A test holds both against what
 * strace(1) sees.
 *
 * <p>Sending and receiving note nothing, unless they end a socket. Where a library hides how far it came before it failed,
 * {@link #UNKNOWN} stands for what there may have been.
 *
 * <pre>{@code
 * try (SystemCalls made = SystemCalls.collect()) {
 *     connection = transport.connect(address, Options.DEFAULT);
 *     System.out.println(made.names()); // [socket, connect]
 * }
 * }</pre>
 *
 * <p>A collection belongs to the thread that began it.
 */
public final class SystemCalls implements AutoCloseable {

    /** Stands for any number of calls, none included. */
    public static final String UNKNOWN = "…";

    private static final ThreadLocal<SystemCalls> COLLECTING = new ThreadLocal<>();

    private final SystemCalls outer;
    private final List<String> names = new ArrayList<>();

    private SystemCalls(SystemCalls outer) {
        this.outer = outer;
    }

    /**
     * Begins to collect what is noted in this thread. A collection that was begun before gets nothing until this one is
     * closed.
     *
     * @return what was noted so far: nothing
     */
    public static SystemCalls collect() {
        SystemCalls collecting = new SystemCalls(COLLECTING.get());
        COLLECTING.set(collecting);
        return collecting;
    }

    /**
     * Notes calls. If nobody collects in this thread, that is all.
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
     * What was noted since this was begun.
     *
     * @return names of system calls, in order
     */
    public List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /** Ends the collection; an outer one goes on. */
    @Override
    public void close() {
        if (outer == null) {
            COLLECTING.remove();
        } else {
            COLLECTING.set(outer);
        }
    }
}
