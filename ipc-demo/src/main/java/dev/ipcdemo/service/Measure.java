package dev.ipcdemo.service;

import dev.ipcdemo.compare.wire.Handshake;
import dev.ipcdemo.compare.wire.MeasureSession;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The far side of {@code ipc-demo compare --peer}: a peer greets, says what it will do, and is held to that; see {@link
 * Handshake} and {@link MeasureSession}. Over datagrams an address is let in only with a cookie that was sent there, and whatever is
 * sent is at most as long as what came.
 */
final class Measure implements Service {

    /** Of so many comparisons it is remembered that their connecting has been logged. */
    private static final int RUNS = 64;

    private final Handshake reception;
    private final Map<Peer, Session> sessions = new ConcurrentHashMap<>();
    private final LongAdder welcomed = new LongAdder();
    private final LongAdder strangers = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final Map<Long, Boolean> connectingRuns = new LinkedHashMap<>() { // guarded by this map
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                    return size() > RUNS;
                }
            };

    /** What has become of a peer's greeting. */
    private record Session(Optional<MeasureSession> guest, String objection) {}

    Measure(int maxMessageBytes) {
        reception = new Handshake(maxMessageBytes);
    }

    /** Over a connection: whoever connected can be reached. */
    @Override
    public void converse(ConnectedPeer peer, ByteBuffer buffer) throws SocketFailure {
        ByteBuffer greeting = buffer.clear().slice(0, Handshake.GREETING_BYTES + 1);
        if (!receiveGreeting(peer, greeting)) {
            strangers.increment();
            peer.end("not the protocol");
            return;
        }
        Optional<MeasureSession> guest = answer(peer, greeting);
        if (guest.isEmpty()) {
            peer.end("turned away");
            return;
        }
        int messageBytes = guest.get().terms().messageBytes();
        ByteBuffer message = messageBytes <= buffer.capacity() ? buffer : ByteBuffer.allocateDirect(messageBytes);
        while (peer.receive(message, messageBytes) && heed(peer, guest.get(), message)) {
            // until one side has had enough
        }
    }

    /** Looks at the first bytes before it waits for more, so that who speaks something else learns of it at once. */
    private static boolean receiveGreeting(ConnectedPeer peer, ByteBuffer greeting) throws SocketFailure {
        if (peer.keepsMessageBoundaries()) {
            return peer.receive(greeting) && Handshake.isGreeting(greeting);
        }
        int first = Long.BYTES;
        ByteBuffer beginning = greeting.slice(0, first);
        ByteBuffer rest = greeting.slice(first, Handshake.GREETING_BYTES - first);
        if (!peer.receive(beginning, first) || !Handshake.isLikeAGreeting(beginning)) {
            return false;
        }
        greeting.limit(Handshake.GREETING_BYTES);
        return peer.receive(rest, rest.capacity()) && Handshake.isGreeting(greeting);
    }

    @Override
    public boolean admits(String from, boolean canBeForged, ByteBuffer message, Answer answer) throws SocketFailure {
        if (!Handshake.isGreeting(message)) {
            strangers.increment();
            return false;
        }
        Optional<ByteBuffer> challenge = reception.challenge(message, from);
        if (challenge.isPresent()) {
            answer.send(challenge.get());
        }
        return challenge.isEmpty();
    }

    /** A datagram: of a peer whose address is proven. */
    @Override
    public void received(Peer from, ByteBuffer message) throws SocketFailure {
        if (Handshake.isGreeting(message)) {
            if (sessions.containsKey(from)) {
                from.send(reception.welcome()); // the first one was lost
            } else if (answer(from, message).isEmpty()) {
                from.end("turned away");
            }
            return;
        }
        Session session = sessions.get(from);
        if (session != null
                && session.guest().isPresent()
                && !heed(from, session.guest().get(), message)) {
            from.end("ended by the peer");
        }
    }

    private Optional<MeasureSession> answer(Peer peer, ByteBuffer greeting) throws SocketFailure {
        Optional<String> objection = reception.objection(greeting);
        if (objection.isPresent()) {
            turnedAway.increment();
            sessions.put(peer, new Session(Optional.empty(), "turned away: " + objection.get()));
            peer.send(reception.refusal(objection.get()));
            return Optional.empty();
        }
        welcomed.increment();
        Optional<MeasureSession> guest = Optional.of(reception.admit(greeting, peer.keepsMessageBoundaries()));
        sessions.put(peer, new Session(guest, ""));
        peer.send(reception.welcome());
        return guest;
    }

    /** Returns whether the session goes on. */
    private static boolean heed(Peer peer, MeasureSession guest, ByteBuffer message) throws SocketFailure {
        switch (guest.take(message)) {
            case REPLY -> peer.send(message);
            case REPORT -> peer.send(guest.report());
            case BYE -> {
                return false;
            }
            case TOO_MUCH -> {
                peer.end("did more than it had greeted for");
                return false;
            }
            case NOTHING -> {}
        }
        return true;
    }

    @Override
    public boolean accounts() {
        return true;
    }

    @Override
    public String account(Peer peer) {
        Session session = sessions.remove(peer);
        if (session == null) {
            return "did not greet";
        }
        if (session.guest().isEmpty()) {
            return session.objection();
        }
        MeasureSession guest = session.guest().get();
        if (!guest.isOneOfMany()) {
            return guest.terms() + ": " + guest.messages() + " messages";
        }
        synchronized (connectingRuns) {
            return connectingRuns.put(guest.terms().run(), true) == null
                    ? guest.terms() + " (further ones of this comparison are only counted)"
                    : "";
        }
    }

    @Override
    public String summary() {
        return ", sessions " + welcomed + ", turned away " + turnedAway + ", not greeting " + strangers;
    }
}
