package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.threads.Threads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call in a thread of its own, so that a test can act on it while it waits.
 *
 * @param <T> what it returns
 */
public final class Call<T> {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final FutureTask<T> task;
    private final Thread thread;

    private Call(FutureTask<T> task, Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    public static <T> Call<T> start(Callable<T> call) {
        return start(call, false);
    }

    static <T> Call<T> start(Callable<T> call, boolean virtual) {
        FutureTask<T> task = new FutureTask<>(call);
        return new Call<>(task, Threads.start(virtual, "call", task));
    }

    /**
     * Returns when the thread waits: in Java; or in the kernel, which looks like a native method that does not end, or
     * for a downcall like a method that uses no CPU.
     */
    public Call<T> untilItWaits() {
        Place[] before = {new Place(new StackTraceElement[0], -1)};
        Sandbox.eventually().until(() -> {
            Place now = new Place(thread.getStackTrace(), THREADS.getThreadCpuTime(thread.getId()));
            boolean stands = waits(now, before[0]);
            before[0] = now;
            assertThat(task.isDone()).as("the call ended instead of waiting").isFalse();
            return stands;
        });
        return this;
    }

    /** Where a thread is, and how long it has run. */
    private record Place(StackTraceElement[] stack, long cpuNs) {}

    private boolean waits(Place now, Place before) {
        return now.stack().length > 0
                && Arrays.equals(now.stack(), before.stack())
                && (thread.getState() != Thread.State.RUNNABLE
                        || now.stack()[0].isNativeMethod()
                        || now.cpuNs() == before.cpuNs());
    }

    /** Interrupts the thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Returns what the call returned, or throws what it threw. */
    public T result() throws Exception {
        try {
            return task.get(Sandbox.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw (Error) e.getCause();
        } catch (TimeoutException e) {
            AssertionError stuck = new AssertionError("the call does not end", e);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }

    void awaitEnd() {
        Sandbox.eventually().until(() -> !thread.isAlive());
    }
}
