package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The channels that blocking calls on a connection use: the connection's own, unless a call in another thread is using
 * it and the library {@linkplain ChannelFamily#losesDescriptors loses descriptors}. Then a second one for the same socket
 * is opened, and kept. A call that waits therefore never waits on a descriptor that another call can close, which would
 * leave it waiting after the connection is closed.
 *
 * @param <C> the connection's channel
 */
final class CallChannels<C extends SelectableChannel & ByteChannel> implements Closeable {

    private final C own;
    private final ChannelFamily family;
    private final boolean mayNeedAnother;
    private final AtomicBoolean ownIsInUse = new AtomicBoolean();
    private Optional<ChannelFamily.DuplicateChannel> duplicate = Optional.empty(); // guarded by this
    private boolean isNew; // guarded by this
    private boolean closed; // guarded by this

    /** Whether a call that has not returned yet has lost the duplicate of a connection that is closed; guarded by this. */
    private boolean wasLostBefore;

    /** @param blocks whether calls wait in the channel; in a selector, closing the connection ends any wait */
    CallChannels(C own, ChannelFamily family, boolean blocks) {
        this.own = own;
        this.family = family;
        this.mayNeedAnother = blocks && family.losesDescriptors();
    }

    /** The channel for a call, which gives it back when it ends. */
    ByteChannel take(String operation) throws IOException {
        return !mayNeedAnother || ownIsInUse.compareAndSet(false, true) ? own : duplicate(operation);
    }

    private synchronized ByteChannel duplicate(String operation) throws IOException {
        if (closed || !family.hasDescriptor(own)) {
            throw new ClosedChannelException();
        }
        if (duplicate.isEmpty()) {
            duplicate = Optional.of(family.duplicate(own));
            isNew = true;
            SystemCalls.note(operation);
        }
        return duplicate.get().channel();
    }

    void giveBack(ByteChannel used, String operation) throws IOException {
        if (used != own) {
            forgetIfLost(operation);
        } else if (mayNeedAnother) {
            ownIsInUse.set(false);
        }
    }

    private synchronized void forgetIfLost(String operation) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            own.close(); // as the channel that was used
        } else if (wasLostBefore || isLost()) {
            if (!isNew) {
                SystemCalls.note(operation);
            }
            SystemCalls.note("close");
            wasLostBefore = false;
            closeDuplicate();
        }
        isNew = false;
    }

    private boolean isLost() {
        return duplicate.isPresent() && !duplicate.get().hasDescriptor();
    }

    private void closeDuplicate() throws IOException {
        Optional<ChannelFamily.DuplicateChannel> finished = duplicate;
        duplicate = Optional.empty();
        if (finished.isPresent()) {
            finished.get().close();
        }
    }

    /** Ends a call that uses the second channel. Call it after closing the connection's own. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        wasLostBefore = isLost();
        closeDuplicate();
    }
}
