package dev.ipcdemo.frameworks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** Runs what a library calls back on the measured thread, which waits for it: the executor that the library is given. */
final class CallbackExecutor implements Executor {

    private final BlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();

    private volatile Thread measured = Thread.currentThread();

    @Override
    public void execute(Runnable callback) {
        callbacks.add(callback);
    }

    /** Lets {@link #runUntil} look at its condition again. */
    void wake() {
        execute(() -> {});
    }

    /** Whether the current thread is the one that runs callbacks. */
    boolean isMine() {
        return Thread.currentThread() == measured;
    }

    /** Runs callbacks until something is the case. */
    void runUntil(BooleanSupplier condition) throws IOException {
        measured = Thread.currentThread();
        while (!condition.getAsBoolean()) {
            try {
                callbacks.take().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a callback");
            }
        }
    }
}
