package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.peers.PeerAddress;
import dev.ipcdemo.sockets.peers.SendBuffer;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** A relay whose clients send datagrams: each address is a client. One thread receives for all of them. */
final class PacketRelay extends Relay {

    private final PacketSocket socket;
    private final Map<PeerAddress, PacketSession> sessions = new ConcurrentHashMap<>();

    /** What waits in a socket of AF_UNIX to be read, clients share. */
    private final Optional<SendBuffer> sendBuffer;

    private final ReentrantLock sending = new ReentrantLock();

    private PacketRelay(RelayContext context, PacketSocket socket, Optional<SendBuffer> sendBuffer) {
        super(context);
        this.socket = socket;
        this.sendBuffer = sendBuffer;
    }

    static PacketRelay open(RelayContext context, PacketTransport transport, Endpoint listen) throws SocketFailure {
        Options options = context.socketOptions();
        if (!transport.domains().contains(Domain.AF_UNIX)) {
            return new PacketRelay(context, transport.bind(listen, options), Optional.empty());
        }
        PacketSocket socket = transport.bind(listen, options.with(Options.SEND_TIMEOUT, SendBuffer.NO_WAIT));
        return new PacketRelay(context, socket, Optional.of(new SendBuffer(socket)));
    }

    @Override
    void serve() {
        int maxMessageBytes = context.settings().limits().maxMessageBytes();
        // One byte more than is allowed, because that it is used is the only sign of a message that is too large.
        ByteBuffer buffer = ByteBuffer.allocateDirect(maxMessageBytes + 1);
        while (socket.isOpen()) {
            try {
                buffer.clear();
                SocketAddress from = socket.recvFrom(buffer);
                takeOrDrop(from, buffer.flip());
            } catch (SocketFailure e) {
                if (socket.isOpen()) {
                    context.counters(Direction.TO_TARGET).dropped();
                    context.failed(e);
                }
            }
        }
    }

    /** What an observer throws ends the sender's session, if there is one. */
    private void takeOrDrop(SocketAddress from, ByteBuffer message) throws SocketFailure {
        try {
            if (message.remaining() > context.settings().limits().maxMessageBytes()) {
                drop(from, message);
            } else if (message.hasRemaining() || from != PacketSocket.UNNAMED) {
                take(from, message);
            } else { // junixsocket does not tell whose an empty datagram is
                context.counters(Direction.TO_TARGET).dropped();
            }
        } catch (RuntimeException | Error e) {
            Optional.ofNullable(sessions.get(PeerAddress.of(from))).ifPresent(known -> known.close("it failed: " + e));
        }
    }

    /** A message that is too large makes nobody a client. */
    private void drop(SocketAddress from, ByteBuffer message) {
        PacketSession known = sessions.get(PeerAddress.of(from));
        if (known == null) {
            context.counters(Direction.TO_TARGET).dropped();
        } else {
            known.toTarget().dropped(message, FailureKind.MESSAGE_TOO_LARGE.words());
        }
    }

    private void take(SocketAddress from, ByteBuffer message) throws SocketFailure {
        Optional<PacketSession> session = session(from, message);
        if (session.isEmpty()) {
            return;
        }
        try {
            session.get().take(message);
        } finally {
            session.get().release();
        }
    }

    /** The sender's session, held; empty if the client is turned away. One that is just being forgotten comes anew. */
    private Optional<PacketSession> session(SocketAddress from, ByteBuffer message) throws SocketFailure {
        PacketSession known = sessions.get(PeerAddress.of(from));
        if (known != null && known.hold()) {
            return Optional.of(known);
        }
        if (context.isFull()) {
            context.refusedForLackOfRoom();
            return Optional.empty();
        }
        RelayClient client = context.newClient(socket.endpointOf(from));
        if (context.refuses(client.number())) {
            context.dropped(client, Direction.TO_TARGET, Fault.REFUSED, message);
            return Optional.empty();
        }
        PacketSession session = new PacketSession(context, client, this, from);
        session.hold();
        sessions.put(PeerAddress.of(from), session);
        context.add(session);
        try {
            context.start("relay #" + client.number() + " to client", session::run);
        } catch (OutOfMemoryError noThread) {
            session.close("no thread could be started");
            throw new SocketFailure(
                    "recvfrom", client.endpoint().toString(), FailureKind.NO_RESOURCES, noThread.getMessage());
        }
        return Optional.of(session);
    }

    void forget(PacketSession session) {
        sessions.remove(PeerAddress.of(session.address()), session);
    }

    /** Sends an answer. A client over AF_UNIX that does not read makes this wait. */
    void sendTo(ByteBuffer bytes, PacketSession client) throws SocketFailure {
        long pauseNs = Passage.millis(1);
        while (!trySendTo(bytes, client)) {
            client.pause(pauseNs);
            pauseNs = Math.min(2 * pauseNs, Passage.millis(50));
        }
    }

    /** Sends an answer. Returns false, after a moment at most, if a client over AF_UNIX does not read. */
    boolean trySendTo(ByteBuffer bytes, PacketSession client) throws SocketFailure {
        sending.lock();
        try {
            if (sendBuffer.isPresent()) {
                sendBuffer.get().send(client.receiver(), bytes);
            } else {
                socket.sendTo(bytes, client.address());
            }
            return true;
        } catch (SocketFailure e) {
            if (e.kind() == FailureKind.TIMEOUT) {
                return false;
            }
            throw e;
        } finally {
            sending.unlock();
        }
    }

    @Override
    public Endpoint endpoint() {
        return socket.localEndpoint();
    }

    @Override
    public void resetClients() {
        context.closeSessions("reset by command");
    }

    @Override
    void closeSocket() throws SocketFailure {
        socket.close();
    }
}
