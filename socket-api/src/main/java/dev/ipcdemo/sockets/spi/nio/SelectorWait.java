package dev.ipcdemo.sockets.spi.nio;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Waits in a selector until a non-blocking channel is ready for one kind of operation, up to a timeout. Each waiting
 * thread has a selector of its own, because two threads cannot share one; selectors are reused. {@link #close} may be
 * called from any thread and ends all waits.
 */
final class SelectorWait implements Closeable {

    private static final long WAKEUP_INTERVAL_MS = 1;

    private final SelectableChannel channel;
    private final int operation;
    private final long timeoutNs;
    private final List<Selector> selectors = new ArrayList<>(1); // guarded by this until closed
    private final Deque<Selector> idle = new ArrayDeque<>(1); // those that are not in use; guarded by this
    private boolean closed; // guarded by this

    SelectorWait(SelectableChannel channel, int operation, Duration timeout) {
        this.channel = channel;
        this.operation = operation;
        this.timeoutNs = timeout.toNanos();
    }

    /** The selector's operation. */
    int operation() {
        return operation;
    }

    /** When a wait that starts now times out, as {@link System#nanoTime}. */
    long deadlineNs() {
        return System.nanoTime() + timeoutNs;
    }

    /**
     * Waits for readiness.
     *
     * @return whether the channel is ready; if not, this returned early: call it again
     */
    boolean await(long deadlineNs) throws IOException {
        int readyKeys;
        Selector ready = take();
        try {
            if (timeoutNs == 0) {
                readyKeys = ready.select();
            } else {
                long leftNs = deadlineNs - System.nanoTime();
                if (leftNs <= 0) {
                    throw new SocketTimeoutException();
                }
                // Rounded up, because select(0) waits forever.
                readyKeys = ready.select((leftNs + 999_999) / 1_000_000);
            }
            forgetSelected(ready);
        } catch (ClosedSelectorException e) {
            throw (IOException) new ClosedChannelException().initCause(e);
        } finally {
            giveBack(ready);
        }
        if (Thread.currentThread().isInterrupted()) {
            channel.close(); // as a blocking channel does
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return readyKeys > 0;
    }

    /** Whether the channel is ready now. */
    boolean isReady() throws IOException {
        Selector selector = take();
        try {
            boolean ready = selector.selectNow() > 0;
            forgetSelected(selector);
            return ready;
        } catch (ClosedSelectorException e) {
            throw (IOException) new ClosedChannelException().initCause(e);
        } finally {
            giveBack(selector);
        }
    }

    private void forgetSelected(Selector selector) throws IOException {
        for (SelectionKey key : SelectedKeys.take(selector)) {
            if (HangupKeys.isHangup(key)) {
                HangupKeys.renew(key, operation);
            }
        }
    }

    private synchronized Selector take() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (idle.isEmpty()) {
            // The channel's own provider: the JDK's selectors refuse junixsocket's channels, and vice versa.
            try (CloseOnFailure opening = new CloseOnFailure()) {
                Selector selector = opening.add(channel.provider().openSelector());
                channel.register(selector, operation); // fails if the channel was closed meanwhile
                selectors.add(selector);
                return opening.succeed(selector);
            }
        }
        return idle.pop();
    }

    private synchronized void giveBack(Selector selector) {
        idle.push(selector);
        notifyAll();
    }

    /** Call it after closing the channel, whose descriptor stays open until the selectors release it. */
    @Override
    public void close() throws IOException {
        endWaits();
        for (Selector selector : selectors) {
            selector.close();
        }
    }

    /** Closing a selector of junixsocket does not end a select that is about to begin; a wakeup does. */
    private synchronized void endWaits() {
        closed = true;
        boolean interrupted = false;
        while (idle.size() < selectors.size()) {
            selectors.forEach(Selector::wakeup);
            try {
                wait(WAKEUP_INTERVAL_MS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
