package dev.ipcdemo.service;

import dev.ipcdemo.compare.wire.Handshake;
import dev.ipcdemo.compare.wire.MeasureSession;
import dev.ipcdemo.compare.wire.ServerIdentity;
import dev.ipcdemo.service.server.ConnectedPeer;
import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Peer;
import dev.ipcdemo.service.server.ReceiveBuffer;
import dev.ipcdemo.service.server.Service;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Duration greetingLimit;
    private final Map<Peer, Session> sessions = new ConcurrentHashMap<>();
    private final Comparisons comparisons = new Comparisons();
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

    private static final String NO_MEMORY =
            "the server has no memory left for another session: try again later, or give it more (-Xmx)";

    /**
     * What sessions may take of the memory outside the heap, which is as large as the heap unless -XX:MaxDirectMemorySize says
     * otherwise. The rest is for the JDK, which needs some to receive and send, also to send a refusal.
     */
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 4 * 3;

    private final AtomicLong takenBytes = new AtomicLong();

    /** What has become of a peer's greeting. */
    private record Session(Optional<MeasureSession> guest, ByteBuffer answer, long bytes, String objection) {}

    Measure(Limits limits) {
        reception = new Handshake(limits.maxMessageBytes(), ServerIdentity.ofNewServer(System.getenv()));
        greetingLimit = limits.finishTimeout();
    }

    /** Over a connection: whoever connected can be reached. The memory for a message is taken after the greeting. */
    @Override
    public void converse(ConnectedPeer peer, ReceiveBuffer buffer) throws SocketFailure {
        ByteBuffer greeting = ByteBuffer.allocate(Handshake.GREETING_BYTES + 1);
        peer.begins("its greeting", greetingLimit);
        if (!receiveGreeting(peer, greeting)) {
            strangers.increment();
            if (!peer.isSilent()) {
                peer.end("not the protocol");
            }
            return;
        }
        Optional<Admitted> admitted = answer(peer, greeting);
        if (admitted.isEmpty()) {
            peer.end("turned away");
            return;
        }
        MeasureSession guest = admitted.get().guest();
        ByteBuffer message = admitted.get().message();
        while (peer.receive(message, guest.nextBytes()) && heed(peer, guest, message)) {
            // until one side has had enough
        }
    }

    @Override
    public boolean needsThreads() {
        return true;
    }

    /**
     * A session, and a buffer for its messages and requests, which is empty where there are datagrams; one byte more shows that
     * a message is too large.
     */
    private record Admitted(MeasureSession guest, ByteBuffer message) {}

    /** Takes the memory for a session, or nothing if there is too little. */
    private Optional<Admitted> admit(Peer peer, ByteBuffer greeting, int bytes) {
        if (takenBytes.addAndGet(2L * bytes) <= MOST_BYTES) {
            try {
                MeasureSession guest = reception.admit(greeting, peer.keepsMessageBoundaries());
                return Optional.of(new Admitted(guest, ByteBuffer.allocateDirect(peer.hasOwnThread() ? bytes : 0)));
            } catch (OutOfMemoryError e) {
                // refused below
            }
        }
        takenBytes.addAndGet(-2L * bytes);
        return Optional.empty();
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
            Session greeted = sessions.get(from);
            if (greeted != null) {
                from.send(greeted.answer().duplicate()); // the first one was lost
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

    private Optional<Admitted> answer(Peer peer, ByteBuffer greeting) throws SocketFailure {
        Optional<String> objection = reception.objection(greeting);
        if (objection.isPresent()) {
            turnAway(peer, objection.get());
            return Optional.empty();
        }
        int bytes = Math.max(Handshake.messageBytes(greeting), Handshake.GREETING_BYTES) + 1;
        Optional<Admitted> admitted = admit(peer, greeting, bytes);
        if (admitted.isEmpty()) {
            turnAway(peer, NO_MEMORY);
            return Optional.empty();
        }
        MeasureSession guest = admitted.get().guest();
        welcomed.increment();
        ByteBuffer welcome =
                reception.welcome(guest, comparisons.begins(guest.terms().run()));
        sessions.put(peer, new Session(Optional.of(guest), welcome, 2L * bytes, ""));
        peer.begins("its session", guest.longest());
        peer.send(welcome.duplicate());
        return admitted;
    }

    private void turnAway(Peer peer, String objection) throws SocketFailure {
        turnedAway.increment();
        ByteBuffer refusal = reception.refusal(objection);
        sessions.put(peer, new Session(Optional.empty(), refusal, 0, "turned away: " + objection));
        peer.send(refusal.duplicate());
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
        takenBytes.addAndGet(-session.bytes());
        if (session.guest().isEmpty()) {
            return session.objection();
        }
        MeasureSession guest = session.guest().get();
        comparisons.ends(guest.terms().run());
        if (guest.isGreeting()) {
            return "";
        }
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
