package dev.ipcdemo.launch;

import dev.ipcdemo.sockets.Transport;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * Threads for calls that block: virtual ones where the runtime has them (21 and later) and the transport lets go of the
 * carrier while it waits, and platform threads otherwise. The one place that looks for virtual threads, by method
 * handle, because release 17 is the floor.
 */
public final class Threads {

    /** Name and task to a virtual thread that has been started. */
    private static final Optional<MethodHandle> START_VIRTUAL = findVirtual();

    private Threads() {}

    private static Optional<MethodHandle> findVirtual() {
        if (Runtime.version().feature() < 21) {
            return Optional.empty(); // in 19 and 20 they are there, but only as a preview
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
     * Whether {@link #start} makes a virtual thread.
     *
     * @param transport whose calls will block
     * @return false for a platform thread
     */
    public static boolean areVirtualFor(Transport transport) {
        return runtimeHasVirtual() && transport.parksVirtualThreads();
    }

    /**
     * Starts a thread that may block in calls of a transport. It does not keep the JVM from ending.
     *
     * @param transport whose calls will block; not ones with a timeout, because those wait in a selector, which holds
     *     the carrier of a virtual thread: use {@link #startPlatform} for them
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
     * Starts a daemon thread of the system's.
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
