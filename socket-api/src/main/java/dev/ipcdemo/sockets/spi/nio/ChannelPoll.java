package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A poll on top of a selector of the library that the first watched socket's channel comes from. */
public final class ChannelPoll implements Poll {

    private static final long WAKEUP_INTERVAL_MS = 1;

    private Optional<Selector> selector = Optional.empty(); // guarded by this
    private boolean isSelecting; // guarded by this
    private boolean closed; // guarded by this

    /**
     * The attachment of a key.
     *
     * @param socket the socket
     * @param operations the selector's operations that are waited for
     * @param recvOperation the operation that means receiving on this channel
     */
    private record Watched(OpenSocket socket, int operations, int recvOperation) {

        Set<Readiness> readiness(int readyOperations) {
            Set<Readiness> readiness = EnumSet.noneOf(Readiness.class);
            if ((readyOperations & recvOperation) != 0) {
                readiness.add(Readiness.RECV);
            }
            if ((readyOperations & SelectionKey.OP_WRITE) != 0) {
                readiness.add(Readiness.SEND);
            }
            return readiness;
        }
    }

    /** Does not watch or open anything yet. */
    public ChannelPoll() {}

    @Override
    public void watch(OpenSocket socket, Readiness first, Readiness... more) throws SocketFailure {
        if (!(socket instanceof ChannelSocket<?> watched)) {
            throw new IllegalArgumentException("only sockets on top of channels can be watched here, not " + socket);
        }
        if (watched.blocking) {
            throw new IllegalBlockingModeException();
        }
        int recvOperation = watched.recvWait.operation();
        int operations = 0;
        for (Readiness readiness : EnumSet.of(first, more)) {
            operations |= readiness == Readiness.RECV ? recvOperation : SelectionKey.OP_WRITE;
        }
        try {
            Selector opened = opened(watched.channel);
            if (opened.provider() != watched.channel.provider()) {
                throw new IllegalArgumentException("sockets of two libraries cannot be watched together");
            }
            watched.channel.register(opened, operations, new Watched(socket, operations, recvOperation));
        } catch (ClosedSelectorException e) {
            throw closed(e);
        } catch (IOException e) {
            throw watched.failure("poll", socket.localEndpoint(), e);
        }
    }

    private synchronized Selector opened(SelectableChannel channel) throws IOException {
        if (closed) {
            throw new ClosedSelectorException();
        }
        if (selector.isEmpty()) {
            selector = Optional.of(channel.provider().openSelector());
        }
        return selector.get();
    }

    private synchronized Selector opened() {
        if (closed) {
            throw new ClosedSelectorException();
        }
        return selector.orElseThrow(() -> new IllegalStateException("no socket is watched"));
    }

    @Override
    public void forget(OpenSocket socket) throws SocketFailure {
        try {
            Selector opened = opened();
            SelectionKey key = ((ChannelSocket<?>) socket).channel.keyFor(opened);
            if (key != null) {
                key.cancel();
                opened.selectNow(); // only a selection releases cancelled keys
                take(opened); // what is ready now is still ready at the next await
            }
        } catch (ClosedSelectorException e) {
            throw closed(e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public List<Ready> await() throws SocketFailure {
        List<Ready> ready = List.of();
        while (ready.isEmpty()) {
            ready = select(Selector::select);
        }
        return ready;
    }

    @Override
    public List<Ready> await(Duration limit) throws SocketFailure {
        long deadlineNs = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
        List<Ready> ready = select(Selector::selectNow);
        long leftNs = deadlineNs - System.nanoTime();
        while (ready.isEmpty() && leftNs > 0) {
            long leftMs = leftNs / 1_000_000 + 1; // not 0, which means forever
            ready = select(selecting -> selecting.select(leftMs));
            leftNs = deadlineNs - System.nanoTime();
        }
        return ready;
    }

    /** A variant of select. */
    @FunctionalInterface
    private interface Selection {
        int select(Selector selector) throws IOException;
    }

    private List<Ready> select(Selection selection) throws SocketFailure {
        try {
            Selector opened = beginSelecting();
            try {
                selection.select(opened);
            } finally {
                endSelecting();
            }
            if (Thread.currentThread().isInterrupted()) {
                close();
                throw new ClosedSelectorException();
            }
            opened(); // throws an exception if this was closed meanwhile
            return take(opened);
        } catch (ClosedSelectorException e) {
            throw closed(e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private synchronized Selector beginSelecting() {
        Selector opened = opened();
        isSelecting = true;
        return opened;
    }

    private synchronized void endSelecting() {
        isSelecting = false;
        notifyAll();
    }

    private static List<Ready> take(Selector selector) throws IOException {
        List<SelectionKey> keys = SelectedKeys.take(selector);
        List<Ready> ready = new ArrayList<>(keys.size());
        for (SelectionKey key : keys) {
            Watched watched = (Watched) key.attachment();
            Set<Readiness> readiness = EnumSet.noneOf(Readiness.class);
            if (key.isValid()) {
                readiness = watched.readiness(key.readyOps());
            } else if (HangupKeys.isHangup(key)) {
                readiness = watched.readiness(watched.operations());
                HangupKeys.renew(key, watched.operations());
            }
            if (!readiness.isEmpty()) {
                ready.add(new Ready(watched.socket(), readiness));
            }
        }
        return ready;
    }

    private static SocketFailure closed(ClosedSelectorException cause) {
        return new SocketFailure("poll", "of sockets", FailureKind.CLOSED, "", cause);
    }

    private static SocketFailure failed(IOException cause) {
        return cause instanceof SocketFailure failure
                ? failure
                : new SocketFailure("poll", "of sockets", Causes.kindOf(cause), Causes.words(cause), cause);
    }

    @Override
    public synchronized void close() throws SocketFailure {
        closed = true;
        try {
            if (selector.isPresent()) {
                endWait(selector.get());
                selector.get().close();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Closing a selector of junixsocket does not end a select that is about to begin; a wakeup does. */
    private void endWait(Selector opened) {
        boolean interrupted = false;
        while (isSelecting) {
            opened.wakeup();
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
