package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

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

    private final FutureTask<T> task;
    private final Thread thread;

    private Call(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "call");
        thread.setDaemon(true);
    }

    static <T> Call<T> start(Callable<T> call) {
        Call<T> started = new Call<>(call);
        started.thread.start();
        return started;
    }

    /** Returns when the thread waits: in the kernel, which looks like a native method that does not end, or in Java. */
    public Call<T> untilItWaits() {
        StackTraceElement[][] before = {{}};
        Sandbox.eventually().until(() -> {
            StackTraceElement[] now = thread.getStackTrace();
            boolean stands = waits(now) && Arrays.equals(before[0], now);
            before[0] = now;
            assertThat(task.isDone()).as("the call ended instead of waiting").isFalse();
            return stands;
        });
        return this;
    }

    private boolean waits(StackTraceElement[] stack) {
        return stack.length > 0 && (thread.getState() != Thread.State.RUNNABLE || stack[0].isNativeMethod());
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
