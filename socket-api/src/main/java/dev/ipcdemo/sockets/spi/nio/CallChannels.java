package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The channels that blocking calls on a connection use: the connection's own, unless a call in another thread is using
 * it and the library {@linkplain ChannelFamily#losesDescriptors loses descriptors}. Then a second one for the same socket
 * is opened, and kept. A call that waits therefore never waits on a descriptor that another call can close, which would
 * leave it waiting after the connection is closed.
 *
 * @param <C> the connection's channel
 */
final class CallChannels<C extends SelectableChannel & ByteChannel> implements Closeable {

    /** The call that may find the peer gone at the moment at which another thread closes the connection. */
    private static final String SEND = "send";

    private final C own;
    private final ChannelFamily family;
    private final boolean losesDescriptors;
    private final boolean blocks;
    private final AtomicBoolean ownIsTaken = new AtomicBoolean(); // by a call that may wait in it
    private final AtomicInteger ownSends = new AtomicInteger();
    private volatile boolean isClosing;
    private Optional<ChannelFamily.DuplicateChannel> duplicate = Optional.empty(); // guarded by this
    private boolean isNew; // guarded by this
    private int duplicateSends; // guarded by this
    private boolean closed; // guarded by this

    /** Whether a call that has not returned yet has lost the duplicate of a connection that is closed; guarded by this. */
    private boolean wasLostBefore;

    /** @param blocks whether calls wait in the channel; in a selector, closing the connection ends any wait */
    CallChannels(C own, ChannelFamily family, boolean blocks) {
        this.own = own;
        this.family = family;
        this.losesDescriptors = family.losesDescriptors();
        this.blocks = blocks;
    }

    /** The channel for a call, which gives it back when it ends. */
    ByteChannel take(String operation) throws IOException {
        if (!losesDescriptors) {
            return own;
        }
        if (blocks && !ownIsTaken.compareAndSet(false, true)) {
            return duplicate(operation);
        }
        if (isSend(operation)) {
            ownSends.incrementAndGet();
        }
        if (isClosing) {
            giveBackOwn(operation);
            throw new ClosedChannelException();
        }
        return own;
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
        if (isSend(operation)) {
            duplicateSends++;
        }
        return duplicate.get().channel();
    }

    private static boolean isSend(String operation) {
        return operation.equals(SEND);
    }

    void giveBack(ByteChannel used, String operation) throws IOException {
        if (used != own) {
            forgetIfLost(operation);
        } else if (losesDescriptors) {
            giveBackOwn(operation);
        }
    }

    private void giveBackOwn(String operation) {
        if (isSend(operation)) {
            ownSends.decrementAndGet();
        }
        if (blocks) {
            ownIsTaken.set(false);
        }
    }

    private synchronized void forgetIfLost(String operation) throws IOException {
        if (isSend(operation)) {
            duplicateSends--;
        }
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
            SystemCalls.note(beside(duplicateSends > 0, finished.get().closing()));
            finished.get().close();
        }
    }

    /**
     * The system calls that closing the connection's own channel makes now. No call begins on it any more.
     *
     * @param calls what the family says
     */
    List<String> closingOwn(List<String> calls) {
        isClosing = true;
        return beside(ownSends.get() > 0, calls);
    }

    /**
     * A send that is under way may find the peer gone, and have the library close the descriptor, before it is shut down here,
     * or after that.
     */
    private static List<String> beside(boolean isSending, List<String> calls) {
        return isSending && !calls.isEmpty() ? List.of(SystemCalls.UNKNOWN, "close") : calls;
    }

    /** Ends a call that uses the second channel. Call it after closing the connection's own. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        wasLostBefore = isLost();
        closeDuplicate();
    }
}
