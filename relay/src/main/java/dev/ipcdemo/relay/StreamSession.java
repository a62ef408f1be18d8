package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's connection, and one to the target, or a datagram socket: a thread for each direction. */
final class StreamSession extends ClientSession {

    private final Connection connection;
    private final boolean isTargetConnected;
    private final AtomicInteger directions = new AtomicInteger(2);
    private volatile Optional<Passage> toTarget = Optional.empty();
    private volatile Optional<Passage> toClient = Optional.empty();
    private volatile boolean isBroken;

    StreamSession(RelayContext context, RelayClient client, Connection connection) {
        super(context, client);
        this.connection = connection;
        this.isTargetConnected = context.targetTransport().type().isConnected();
    }

    /** Connects to the target, and passes on what comes from the client. */
    void run() {
        try {
            relay();
        } catch (RuntimeException | Error e) {
            reset("it failed: " + e);
        }
    }

    private void relay() {
        Connection to;
        try {
            to = connectToTarget();
        } catch (SocketFailure e) {
            reset(notReached(e));
            return;
        }
        Passage forth = new Passage(this, Direction.TO_TARGET, new ToConnection(to), false);
        Passage back = new Passage(this, Direction.TO_CLIENT, new ToConnection(connection), false);
        toTarget = Optional.of(forth);
        toClient = Optional.of(back);
        context().start("relay #" + client().number() + " to client", () -> pass(to, back));
        pass(connection, forth);
    }

    private void pass(Connection from, Passage passage) {
        try {
            receive(from, passage);
            directionEnded("ended");
        } catch (SocketFailure e) {
            if (e.operation().equals("recv")) {
                reset(e.kind().words());
            } else {
                breakOff(passage.direction(), e);
                directionEnded(e.kind().words());
            }
        } catch (RuntimeException | Error e) {
            reset("it failed: " + e);
        }
    }

    /** A UDP target that is not there may come back. From one of AF_UNIX the kernel has disconnected this socket. */
    @Override
    boolean survives(Direction direction, SocketFailure failure) {
        boolean isOfOneMessage = client().keepsMessageBoundaries()
                && (failure.kind() == FailureKind.MESSAGE_TOO_LARGE
                        || failure.kind() == FailureKind.REFUSED
                                && direction == Direction.TO_TARGET
                                && !isTargetConnected
                                && !context().targetTransport().domains().contains(Domain.AF_UNIX));
        if (!isOfOneMessage) {
            breakOff(direction, failure);
        }
        return isOfOneMessage;
    }

    /**
     * A receiver that is gone may have sent something before, which is still to be passed on. But where the target has
     * no connection, nothing tells when that was all.
     */
    private void breakOff(Direction direction, SocketFailure failure) {
        isBroken = true;
        if (direction == Direction.TO_TARGET && !isTargetConnected) {
            reset(failure.kind().words());
        }
    }

    private void directionEnded(String why) {
        if (directions.decrementAndGet() > 0) {
            return;
        }
        if (isBroken) {
            reset(why);
        } else {
            close(why);
        }
    }

    @Override
    boolean hasWaiting() {
        return toTarget.filter(Passage::hasWaiting).isPresent()
                || toClient.filter(Passage::hasWaiting).isPresent();
    }

    @Override
    void closeSockets(boolean isReset) {
        close(connection, isReset);
        toTarget.ifPresent(Passage::close);
        toClient.ifPresent(Passage::close);
    }

    private final class ToConnection implements Output {

        private final Connection to;

        ToConnection(Connection to) {
            this.to = to;
        }

        @Override
        public boolean sendsEmptyMessages() {
            return false;
        }

        @Override
        public void send(ByteBuffer bytes) throws SocketFailure {
            to.sendFully(bytes);
        }

        /** Others do not wait for this one. */
        @Override
        public boolean trySend(ByteBuffer bytes) throws SocketFailure {
            to.sendFully(bytes);
            return true;
        }

        @Override
        public void end(Ending how) throws SocketFailure {
            switch (how) {
                case CLOSE -> close("its limit was reached");
                case RESET -> reset("its limit was reached");
                case HALF_CLOSE -> shutdownOutput();
                case SILENCE -> {}
            }
        }

        private void shutdownOutput() throws SocketFailure {
            try {
                to.shutdownOutput();
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.NOT_SUPPORTED) { // by datagrams, which have no end
                    throw e;
                }
            }
        }

        @Override
        public boolean hasEnd() {
            return true;
        }
    }
}
