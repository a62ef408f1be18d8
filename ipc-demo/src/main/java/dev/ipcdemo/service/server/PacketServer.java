package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.peers.PeerAddress;
import dev.ipcdemo.sockets.peers.SendBuffer;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Serves datagrams, all from one thread. A peer is an address that was heard of in the idle time. */
final class PacketServer extends Server {

    private final PacketSocket socket;
    private final boolean canSendersBeForged;
    private final UnansweredSources unanswered;
    private final DatagramPeer.Sending sending;
    private final Map<PeerAddress, DatagramPeer> peers = new ConcurrentHashMap<>();

    /** The peers, and those that are being forgotten: whose leaving has not been logged yet. */
    private final Set<DatagramPeer> present = ConcurrentHashMap.newKeySet();

    private boolean isFull;
    private boolean hasHadEmpty;
    private final AtomicLong heardOf = new AtomicLong();

    private PacketServer(
            PacketSocket socket,
            boolean canSendersBeForged,
            DatagramPeer.Sending sending,
            Service service,
            Limits limits,
            ServerLog log)
            throws SocketFailure {
        super(socket, service, limits, log);
        this.socket = socket;
        this.canSendersBeForged = canSendersBeForged;
        this.unanswered = new UnansweredSources(socket.localAddress(), canSendersBeForged);
        this.sending = sending;
    }

    static PacketServer open(
            PacketTransport transport,
            Endpoint endpoint,
            Service service,
            Limits limits,
            Options options,
            ServerLog log)
            throws SocketFailure {
        if (transport.domains().contains(Domain.AF_UNIX)) {
            PacketSocket socket = transport.bind(endpoint, options.with(Options.SEND_TIMEOUT, SendBuffer.NO_WAIT));
            SendBuffer buffer = new SendBuffer(socket);
            return serving(socket, false, (to, bytes) -> buffer.send(to.receiver(), bytes), service, limits, log);
        }
        PacketSocket socket = transport.bind(endpoint, options);
        return serving(socket, true, (to, bytes) -> socket.sendTo(bytes, to.address()), service, limits, log);
    }

    private static PacketServer serving(
            PacketSocket socket,
            boolean canSendersBeForged,
            DatagramPeer.Sending sending,
            Service service,
            Limits limits,
            ServerLog log)
            throws SocketFailure {
        try {
            return new PacketServer(socket, canSendersBeForged, sending, service, limits, log);
        } catch (SocketFailure | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    @Override
    void serve(Setbacks setbacks) {
        receiveUntilClosed(setbacks);
        for (DatagramPeer peer : peers.values()) {
            forget(peer, "the server ended");
        }
    }

    private void receiveUntilClosed(Setbacks setbacks) {
        // One byte more than is allowed, because that it is used is the only sign of a message that is too large.
        ByteBuffer buffer = ByteBuffer.allocateDirect(limits.maxMessageBytes() + 1);
        while (socket.isOpen()) {
            try {
                buffer.clear();
                SocketAddress from = socket.recvFrom(buffer);
                buffer.flip();
                take(from, buffer);
                setbacks.none();
            } catch (SocketFailure | RuntimeException | OutOfMemoryError e) {
                if (socket.isOpen()) {
                    setbacks.one(e);
                }
            }
        }
    }

    private void take(SocketAddress from, ByteBuffer message) {
        int messageBytes = message.remaining();
        if (messageBytes == 0 && from == PacketSocket.UNNAMED) {
            takeEmpty();
            return;
        }
        DatagramPeer peer = peers.get(PeerAddress.of(from));
        if (peer == null) {
            if (unanswered.contains(from)) {
                refused.increment();
                return;
            }
            if (!admits(from, message)) {
                return;
            }
            if (peers.size() >= limits.maxConnections()) {
                refuse(from);
                return;
            }
            peer = welcome(from);
        }
        if (messageBytes > limits.maxMessageBytes()) {
            if (peer.traffic.dropped()) {
                log.tooLarge(peer, limits.maxMessageBytes());
            }
            return;
        }
        peer.traffic.received(messageBytes);
        try {
            peer.checkReturned(message);
            service.received(peer, message);
        } catch (SocketFailure | RuntimeException | OutOfMemoryError e) {
            if (peer.traffic.unanswered()) {
                log.unanswered(peer, e);
            }
        }
    }

    /** junixsocket does not tell who sent it, so it is no peer's. */
    private void takeEmpty() {
        total.received(0);
        total.unanswered();
        if (!hasHadEmpty) {
            log.emptyUnanswered();
        }
        hasHadEmpty = true;
    }

    private boolean admits(SocketAddress from, ByteBuffer message) {
        try {
            return service.admits(from.toString(), canSendersBeForged, message, answer -> socket.sendTo(answer, from));
        } catch (SocketFailure e) {
            return false; // nobody is there to be answered
        }
    }

    private void refuse(SocketAddress from) {
        refused.increment();
        if (!isFull) {
            log.refused(
                    socket.endpointOf(from),
                    "no more than " + limits.maxConnections()
                            + " peers at once; until one is idle, further ones are only counted");
        }
        isFull = true;
    }

    private DatagramPeer welcome(SocketAddress from) {
        isFull = false;
        DatagramPeer peer = new DatagramPeer(
                heardOf.incrementAndGet(), from, canSendersBeForged, socket, sending, total.part(), this::forget);
        present.add(peer);
        peers.put(PeerAddress.of(from), peer);
        if (!service.accounts()) {
            log.heardOf(peer);
        }
        try {
            service.joined(peer);
        } catch (SocketFailure | RuntimeException | OutOfMemoryError e) {
            log.failed(peer, e);
        }
        peer.welcomed();
        return peer;
    }

    /**
     * Holds no lock while it tells the service and the log: either may end with another peer, and so come back here.
     * Returns whether the peer was known.
     */
    private boolean forget(DatagramPeer peer, String why) {
        if (!peers.remove(PeerAddress.of(peer.address()), peer)) {
            return false;
        }
        try {
            if (service.accounts()) {
                log.accounted(peer, service.account(peer), why);
            } else {
                log.forgot(peer, why);
            }
            service.left(peer);
        } finally {
            present.remove(peer);
            peer.gone().countDown();
        }
        return true;
    }

    @Override
    Collection<DatagramPeer> peers() {
        return present;
    }

    /** There are none. */
    @Override
    void stopAccepting() {
        close();
    }

    @Override
    int endThoseAtRest(Drain drain) {
        return 0;
    }

    @Override
    void disconnect() {}

    @Override
    public String summary() {
        return "peers " + heardOf + ", " + total.text(true) + ", refused " + refused + ", idle " + idle
                + service.summary();
    }
}
