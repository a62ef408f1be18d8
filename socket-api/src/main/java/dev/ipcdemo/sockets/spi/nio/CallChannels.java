package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

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

    private static final String NO_CALL = "";

    private final C own;
    private final ChannelFamily family;
    private final boolean mayNeedAnother;
    private final AtomicReference<String> ownCall = new AtomicReference<>(NO_CALL);
    private volatile boolean isClosing;
    private Optional<ChannelFamily.DuplicateChannel> duplicate = Optional.empty(); // guarded by this
    private boolean isNew; // guarded by this
    private int sends; // on the duplicate; guarded by this
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
        if (!mayNeedAnother) {
            return own;
        }
        if (!ownCall.compareAndSet(NO_CALL, operation)) {
            return duplicate(operation);
        }
        if (isClosing) {
            ownCall.set(NO_CALL);
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
        sends += isSend(operation);
        return duplicate.get().channel();
    }

    private static int isSend(String operation) {
        return operation.equals(SEND) ? 1 : 0;
    }

    void giveBack(ByteChannel used, String operation) throws IOException {
        if (used != own) {
            forgetIfLost(operation);
        } else if (mayNeedAnother) {
            ownCall.set(NO_CALL);
        }
    }

    private synchronized void forgetIfLost(String operation) throws IOException {
        sends -= isSend(operation);
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
            SystemCalls.note(beside(sends > 0, finished.get().closing()));
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
        return beside(ownCall.get().equals(SEND), calls);
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
