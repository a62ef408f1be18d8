package dev.ipcdemo.launch;

import dev.ipcdemo.sockets.Transport;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * Threads for calls that block: virtual threads if the runtime has them (21 and later) and the transport releases the carrier
 * while it waits, platform threads otherwise. Virtual threads are found by method handle, because the code is compiled for
 * release 17.
 */
public final class Threads {

    /** Takes a name and a task, and returns a virtual thread that has been started. */
    private static final Optional<MethodHandle> START_VIRTUAL = findVirtual();

    private Threads() {}

    private static Optional<MethodHandle> findVirtual() {
        if (Runtime.version().feature() < 21) {
            return Optional.empty(); // in 19 and 20 they are a preview
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
            MethodHandle name = lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class));
            MethodHandle start =
                    lookup.findVirtual(builder, "start", MethodType.methodType(Thread.class, Runnable.class));
            MethodHandle named = MethodHandles.foldArguments(name, ofVirtual);
            return Optional.of(MethodHandles.collectArguments(start, 0, named));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Java 21 and later have virtual threads", e);
        }
    }

    /**
     * Whether the runtime has virtual threads.
     *
     * @return true on 21 and later
     */
    public static boolean runtimeHasVirtual() {
        return START_VIRTUAL.isPresent();
    }

    /**
     * Whether {@link #start} starts a virtual thread.
     *
     * @param transport the transport whose calls will block
     * @return false for a platform thread
     */
    public static boolean areVirtualFor(Transport transport) {
        return runtimeHasVirtual() && transport.parksVirtualThreads();
    }

    /**
     * Starts a daemon thread that may block in calls of a transport.
     *
     * @param transport the transport whose calls will block. For calls with a timeout use {@link #startPlatform}: they wait
     *     in a selector, which holds the carrier of a virtual thread
     * @param name the thread's name
     * @param task what it runs
     * @return the thread
     */
    public static Thread start(Transport transport, String name, Runnable task) {
        if (!areVirtualFor(transport)) {
            return startPlatform(name, task);
        }
        try {
            return (Thread) START_VIRTUAL.orElseThrow().invokeExact(name, task);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("starting a thread throws nothing checked", e);
        }
    }

    /**
     * Starts a platform thread, which is a daemon.
     *
     * @param name the thread's name
     * @param task what it runs
     * @return the thread
     */
    public static Thread startPlatform(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
