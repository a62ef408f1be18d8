package dev.ipcdemo.sockets.threads;

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

    /** The first feature version whose runtimes have virtual threads; in 19 and 20 they are a preview. */
    public static final int FIRST_JAVA_WITH_VIRTUAL = 21;

    /** Takes a name and a task, and returns a virtual thread that has been started. */
    private static final Optional<MethodHandle> START_VIRTUAL = find(Threads::startVirtual);

    private static final Optional<MethodHandle> IS_VIRTUAL =
            find(lookup -> lookup.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class)));

    private Threads() {}

    /** Looks up what the compiler's release does not know. */
    @FunctionalInterface
    private interface Finder {
        MethodHandle find(MethodHandles.Lookup lookup) throws ReflectiveOperationException;
    }

    private static Optional<MethodHandle> find(Finder finder) {
        if (Runtime.version().feature() < FIRST_JAVA_WITH_VIRTUAL) {
            return Optional.empty();
        }
        try {
            return Optional.of(finder.find(MethodHandles.publicLookup()));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Java 21 and later have virtual threads", e);
        }
    }

    private static MethodHandle startVirtual(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
        MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
        MethodHandle name = lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class));
        MethodHandle start = lookup.findVirtual(builder, "start", MethodType.methodType(Thread.class, Runnable.class));
        MethodHandle named = MethodHandles.foldArguments(name, ofVirtual);
        return MethodHandles.collectArguments(start, 0, named);
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
     * Whether {@link #start(Transport, String, Runnable)} starts a virtual thread.
     *
     * @param transport the transport whose calls will block
     * @return false for a platform thread
     */
    public static boolean areVirtualFor(Transport transport) {
        return runtimeHasVirtual() && transport.parksVirtualThreads();
    }

    /**
     * Whether a thread is virtual.
     *
     * @param thread any thread
     * @return false for a platform thread, and where the runtime has no others
     */
    public static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL.isEmpty()) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.get().invokeExact(thread);
        } catch (Throwable e) {
            throw new AssertionError("Thread.isVirtual throws nothing", e);
        }
    }

    /**
     * Starts a daemon thread that may block in calls of a transport.
     *
     * @param transport the transport whose calls will block. For calls with a timeout use {@link #startPlatform}: they wait
     *     in a selector, which in Java 21 holds the carrier of a virtual thread (25 parks the thread)
     * @param name the thread's name
     * @param task what it runs
     * @return the thread
     */
    public static Thread start(Transport transport, String name, Runnable task) {
        return start(areVirtualFor(transport), name, task);
    }

    /**
     * Starts a thread of the kind that is asked for. It does not keep the JVM from ending.
     *
     * @param virtual whether it is virtual, if the runtime has virtual threads
     * @param name the thread's name
     * @param task what it runs
     * @return the thread
     */
    public static Thread start(boolean virtual, String name, Runnable task) {
        if (!virtual || !runtimeHasVirtual()) {
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
