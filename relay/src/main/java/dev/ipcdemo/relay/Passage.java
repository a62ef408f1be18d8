package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One direction of one client: takes what has been received, injects the faults, and passes the rest on. One thread receives
 * and calls it; where something is delayed, a second one sends.
 */
final class Passage {

    /** A stream with a bandwidth is sent in pieces of a twentieth of a second. */
    private static final int PIECES_PER_SECOND = 20;

    /** A receiver that has taken nothing for so long is not waited for, if others would have to wait too. */
    static final long LONGEST_WAIT_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long ROOM_IS_CHECKED_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long NOT_SENDING = 0;

    private final ClientSession session;
    private final RelayContext context;
    private final Direction direction;
    private final Output output;
    private final boolean othersWait;
    private final FlowCounters counters;
    private final Chance chance;
    private final double rank;

    // For the thread that receives.
    private long takenBytes;
    private long lastDueNs;
    private boolean isHalfClosed;
    private boolean isSilenced;

    // For whichever thread sends.
    private long nextSendNs = System.nanoTime();

    private volatile long sendingSinceNs = NOT_SENDING;

    private volatile Optional<DelayLine> line = Optional.empty();

    /**
     * @param othersWait whether other clients wait while this receiver is waited for: because one thread receives for all
     *     of them, or because the sender is one that answers all of them in turn
     */
    Passage(ClientSession session, Direction direction, Output output, boolean othersWait) {
        this.session = session;
        this.context = session.context();
        this.direction = direction;
        this.output = output;
        this.othersWait = othersWait;
        this.counters = context.counters(direction);
        long number = session.client().number();
        long seed = context.settings().seed();
        this.chance = new Chance(seed, number, direction);
        this.rank = Chance.rank(seed, number);
        this.lastDueNs = System.nanoTime();
    }

    Direction direction() {
        return direction;
    }

    private Faults faults() {
        return context.faults(direction, rank);
    }

    private boolean hasMessages() {
        return session.client().keepsMessageBoundaries();
    }

    /**
     * How many bytes of a stream to receive at most. Before a reset that is one more than the limit allows, which is enough
     * to know that it is reached: the rest stays unread, so that AF_UNIX has something to reset.
     */
    int room(int most) {
        Faults faults = faults();
        long left = faults.limitBytes() - takenBytes;
        boolean leavesTheRest = faults.get(Faults.ENDING) == Ending.RESET && !hasMessages();
        return leavesTheRest && left >= 0 && left < most ? (int) left + 1 : most;
    }

    /** Passes on what was received. Returns false if nothing more is to be received. */
    boolean take(ByteBuffer bytes) throws SocketFailure {
        Faults faults = faults();
        int received = bytes.remaining();
        int allowed = allowed(faults, received);
        boolean isAllowed = allowed == received && (received > 0 || mayTakeMore(faults));
        if (isAllowed && received == 0 && !output.sendsEmptyMessages()) {
            dropped(bytes, "an empty message, which a connection cannot send");
            return true;
        }
        ByteBuffer beyond = bytes.duplicate();
        beyond.position(beyond.position() + allowed);
        bytes.limit(bytes.position() + allowed);
        takenBytes += allowed;
        if (isAllowed || allowed > 0) {
            isSilenced = false; // if it was, the faults have changed
            pass(faults, bytes);
        }
        if (isAllowed) {
            return true;
        }
        context.dropped(session.client(), direction, Fault.DISCARDED, beyond);
        return reachLimit(faults);
    }

    private int allowed(Faults faults, int received) {
        long left = isHalfClosed ? 0 : Math.max(0, faults.limitBytes() - takenBytes);
        return left >= received ? received : hasMessages() ? 0 : (int) left;
    }

    /** An empty message is beyond the limit, too, when no byte would be allowed. */
    private boolean mayTakeMore(Faults faults) {
        return !isHalfClosed && takenBytes < faults.limitBytes();
    }

    /** A silence may be followed by another ending, because faults change. */
    private boolean reachLimit(Faults faults) throws SocketFailure {
        if (isHalfClosed) {
            return true;
        }
        Ending ending = output.hasEnd() ? faults.get(Faults.ENDING) : Ending.SILENCE;
        if (ending != Ending.SILENCE || !isSilenced) {
            injected(
                    switch (ending) {
                        case CLOSE -> Fault.CLOSED;
                        case RESET -> Fault.RESET;
                        case HALF_CLOSE -> Fault.HALF_CLOSED;
                        case SILENCE -> Fault.SILENCED;
                    },
                    0);
        }
        isSilenced = ending == Ending.SILENCE;
        isHalfClosed = ending == Ending.HALF_CLOSE;
        if (!isSilenced) {
            end(faults, ending);
        }
        return isSilenced || isHalfClosed;
    }

    /** Passes on the end of the stream, after everything else. Returns when that is done. */
    void end() throws SocketFailure {
        if (!isHalfClosed) {
            end(faults(), Ending.HALF_CLOSE);
        }
        if (line.isPresent()) {
            line.get().awaitEmpty();
        }
    }

    private void end(Faults faults, Ending how) throws SocketFailure {
        Duration slow = faults.get(Faults.SLOW_CLOSE);
        DelayLine.Delivery delivery = () -> {
            if (how != Ending.RESET) {
                context.settings().observer().ending(session.client(), direction);
            }
            output.end(how);
        };
        if (needsLine(faults)) {
            line().put(new DelayLine.Entry(dueNs(faults) + slow.toNanos(), 0, false, delivery));
            if (how != Ending.HALF_CLOSE) {
                line().awaitEmpty();
            }
            return;
        }
        session.pause(slow.toNanos());
        delivery.run();
    }

    private void pass(Faults faults, ByteBuffer bytes) throws SocketFailure {
        if (hasMessages()) {
            passMessage(faults, chance.nextMessage(), bytes);
        } else {
            corruptStream(faults.get(Faults.CORRUPT), bytes);
            passOn(faults, bytes, false);
        }
    }

    private void passMessage(Faults faults, Chance.Draw draw, ByteBuffer message) throws SocketFailure {
        int size = message.remaining();
        if (draw.loss() < faults.get(Faults.LOSS)) {
            context.dropped(session.client(), direction, Fault.LOST, message);
            return;
        }
        if (draw.corrupt() < faults.get(Faults.CORRUPT) && size > 0) {
            int place = message.position() + (int) (draw.place() * size);
            message.put(place, (byte) (message.get(place) ^ draw.bit()));
            injected(Fault.CORRUPTED, size);
        }
        if (draw.truncate() < faults.get(Faults.TRUNCATE) && size > 1) {
            message.limit(message.position() + 1 + (int) (draw.place() * (size - 1)));
            injected(Fault.TRUNCATED, size - message.remaining());
        }
        boolean isOvertaken = draw.reorder() < faults.get(Faults.REORDER);
        if (isOvertaken) {
            injected(Fault.REORDERED, message.remaining());
        }
        if (draw.duplicate() < faults.get(Faults.DUPLICATE)) {
            injected(Fault.DUPLICATED, message.remaining());
            passOn(faults, message.duplicate(), isOvertaken);
        }
        passOn(faults, message, isOvertaken);
    }

    private void corruptStream(double probability, ByteBuffer bytes) {
        long startPlace = takenBytes - bytes.remaining();
        long place = Chance.nextBlock(startPlace);
        while (probability > 0 && place < takenBytes) {
            int bit = chance.corruption(place, probability);
            if (bit != 0) {
                int index = bytes.position() + (int) (place - startPlace);
                bytes.put(index, (byte) (bytes.get(index) ^ bit));
                injected(Fault.CORRUPTED, bytes.remaining());
            }
            place = Chance.nextBlock(place + 1);
        }
    }

    private void passOn(Faults faults, ByteBuffer bytes, boolean isOvertaken) throws SocketFailure {
        if (needsLine(faults)) {
            ByteBuffer copy = copy(bytes);
            hold(new DelayLine.Entry(dueNs(faults), roomFor(copy), isOvertaken, () -> deliver(copy)), copy);
        } else if (!othersWait) {
            deliver(bytes);
        } else {
            announce(bytes);
            if (!trySend(bytes)) {
                ByteBuffer copy = copy(bytes);
                hold(new DelayLine.Entry(System.nanoTime(), roomFor(copy), false, () -> sendAnnounced(copy)), copy);
            }
        }
    }

    /** Not even empty messages may wait without bound. */
    static int roomFor(ByteBuffer message) {
        return Math.max(1, message.remaining());
    }

    static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** Waits for room in the line; but where others wait too, no longer than the receiver reads, and not at all over UDP. */
    private void hold(DelayLine.Entry entry, ByteBuffer bytes) throws SocketFailure {
        if (!othersWait) {
            line().put(entry);
            return;
        }
        boolean isHeld = line().offer(entry, 0);
        while (!isHeld && context.isReliable() && !isReceiverStuck()) {
            isHeld = line().offer(entry, ROOM_IS_CHECKED_NS);
        }
        if (!isHeld) {
            dropped(bytes, "no room: too much waits for its receiver");
        }
    }

    private boolean isReceiverStuck() {
        long sinceNs = sendingSinceNs;
        return sinceNs != NOT_SENDING && System.nanoTime() - sinceNs > LONGEST_WAIT_NS;
    }

    /** Also as long as anything waits, which must not be overtaken. */
    private boolean needsLine(Faults faults) {
        return faults.delay()
                || othersWait && faults.get(Faults.BANDWIDTH) > 0
                || line.isPresent() && !line.get().isEmpty();
    }

    private DelayLine line() {
        if (line.isEmpty()) {
            DelayLine opened = new DelayLine(context.settings().limits().delayedBytes());
            line = Optional.of(opened);
            if (session.isClosed()) {
                opened.close(); // whoever closed the client may have come too early for that
            }
            session.startDelay(direction, opened);
        }
        return line.get();
    }

    private long dueNs(Faults faults) {
        double jitterNs = faults.get(Faults.JITTER).toNanos() * chance.nextJitter();
        long delayNs = Math.max(0, faults.get(Faults.DELAY).toNanos() + (long) jitterNs);
        long dueNs = System.nanoTime() + delayNs;
        lastDueNs = dueNs - lastDueNs > 0 ? dueNs : lastDueNs;
        return lastDueNs;
    }

    private void deliver(ByteBuffer bytes) throws SocketFailure {
        long perSecond = faults().get(Faults.BANDWIDTH);
        if (perSecond == 0) {
            send(bytes);
            return;
        }
        int end = bytes.limit();
        int most = hasMessages() ? end : (int) Math.max(1, Math.min(end, perSecond / PIECES_PER_SECOND));
        do {
            bytes.limit(Math.min(end, bytes.position() + most));
            awaitTurn(bytes.remaining(), perSecond);
            send(bytes);
            bytes.limit(end);
        } while (bytes.hasRemaining());
    }

    /** Waits as long as the bytes take at that rate. */
    private void awaitTurn(int bytes, long perSecond) throws SocketFailure {
        long nowNs = System.nanoTime();
        long takesNs = (long) (bytes * 1e9 / perSecond);
        nextSendNs = (nextSendNs - nowNs > 0 ? nextSendNs : nowNs) + takesNs;
        session.pause(nextSendNs - nowNs);
    }

    private void send(ByteBuffer bytes) throws SocketFailure {
        announce(bytes);
        sendAnnounced(bytes);
    }

    private void announce(ByteBuffer bytes) {
        RelayObserver observer = context.settings().observer();
        if (observer != RelayObserver.NONE) {
            observer.passing(session.client(), direction, bytes.asReadOnlyBuffer());
        }
        session.noteActivity();
        counters.passed(bytes.remaining());
    }

    private void sendAnnounced(ByteBuffer bytes) throws SocketFailure {
        if (!othersWait) {
            sendOrTell(bytes);
            return;
        }
        sendingSinceNs = System.nanoTime();
        try {
            sendOrTell(bytes);
        } finally {
            sendingSinceNs = NOT_SENDING;
        }
    }

    private void sendOrTell(ByteBuffer bytes) throws SocketFailure {
        try {
            output.send(bytes);
        } catch (SocketFailure e) {
            tellDropped(bytes, e);
            throw e;
        }
    }

    private boolean trySend(ByteBuffer bytes) throws SocketFailure {
        try {
            return output.trySend(bytes);
        } catch (SocketFailure e) {
            tellDropped(bytes, e);
            throw e;
        }
    }

    /** Whoever catches the failure counts. How much of a stream was sent is not known. */
    private void tellDropped(ByteBuffer bytes, SocketFailure failure) {
        if (hasMessages()) {
            context.observeDropped(
                    session.client(), direction, bytes, failure.kind().words());
        }
    }

    void dropped(ByteBuffer bytes, String why) {
        context.dropped(session.client(), direction, bytes, why);
    }

    void countDropped() {
        counters.dropped();
    }

    private void injected(Fault fault, int bytes) {
        context.injected(session.client(), direction, fault, bytes);
    }

    /** Whether something is delayed, and not because its receiver does not read. */
    boolean hasWaiting() {
        return line.isPresent() && !line.get().isEmpty() && !isReceiverStuck();
    }

    /** What waits is gone. */
    void close() {
        line.ifPresent(DelayLine::close);
    }

    static SocketFailure closed(RelayClient client) {
        return new SocketFailure("relay", client.endpoint().toString(), FailureKind.CLOSED, "");
    }

    static long millis(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
