package dev.ipcdemo.compare.pattern;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** Starts threads of either kind; virtual ones where the runtime has them, which the compiler's release does not know. */
public final class Threads {

    private static final Optional<MethodHandle> START_VIRTUAL =
            find("startVirtualThread", MethodType.methodType(Thread.class, Runnable.class), true);
    private static final Optional<MethodHandle> IS_VIRTUAL =
            find("isVirtual", MethodType.methodType(boolean.class), false);

    private Threads() {}

    private static Optional<MethodHandle> find(String method, MethodType type, boolean isStatic) {
        // In 19 and 20 the methods are there, and throw unless previews are enabled.
        if (Runtime.version().feature() < 21) {
            return Optional.empty();
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            return Optional.of(
                    isStatic
                            ? lookup.findStatic(Thread.class, method, type)
                            : lookup.findVirtual(Thread.class, method, type));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the runtime has virtual threads.
     *
     * @return true on 21 and later
     */
    public static boolean hasVirtual() {
        return START_VIRTUAL.isPresent();
    }

    /**
     * Whether a thread is virtual.
     *
     * @param thread the thread
     * @return false for a platform thread
     */
    public static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL.isPresent() && (boolean) IS_VIRTUAL.get().invokeExact(thread);
        } catch (Throwable e) {
            throw new AssertionError("Thread.isVirtual does not throw", e);
        }
    }

    /**
     * Starts a thread that does not keep the JVM from ending.
     *
     * @param virtual whether it is a virtual thread, if the runtime has them
     * @param name the name of a platform thread
     * @param body what it runs
     * @return the thread
     */
    public static Thread start(boolean virtual, String name, Runnable body) {
        if (virtual && hasVirtual()) {
            try {
                return (Thread) START_VIRTUAL.get().invokeExact(body);
            } catch (Throwable e) {
                throw new IllegalStateException("a virtual thread could not be started", e);
            }
        }
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
