package dev.ipcdemo.service;

import dev.ipcdemo.service.server.LineRate;
import dev.ipcdemo.service.server.Peer;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Printable;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Somebody in a {@link Chat}: a name, the line that is being typed, an outbox, and how much may be said at a time. */
final class Member {

    /** Why somebody is ended, for the log. */
    static final String DOES_NOT_READ = "does not read what it is sent";

    /** How many lines of one member may be on their way, until all have been sent them, where he can wait. */
    private static final int LINES_ON_THEIR_WAY = 16;

    /** Where nothing can wait, how many lines are taken at once, and how many a second after that. */
    private static final int LINES_AT_ONCE = 100;

    private static final int LINES_PER_SECOND = 20;

    /** In UTF-8 (RFC 3629). */
    private static final int MOST_BYTES_OF_CHARACTER = 4;

    private final Duration patience;
    private final Peer peer;
    private final Sender sender;
    private final int maxLineBytes;
    private final Outbox outbox;
    private final Semaphore mayBeSaid;
    private final LineRate rate = new LineRate(LINES_AT_ONCE, LINES_PER_SECOND, System.nanoTime());
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String name; // guarded by the chat
    private int dropped; // only for the thread that receives
    private volatile boolean isDroppingBeingTold;

    /** @param patience for how long this member may take nothing that it is sent, where sending does not wait */
    Member(Peer peer, Sender sender, String name, int maxLineBytes, int outboxLines, Duration patience) {
        this.patience = patience;
        this.peer = peer;
        this.sender = sender;
        this.name = name;
        this.maxLineBytes = maxLineBytes;
        this.outbox = new Outbox(outboxLines);
        this.mayBeSaid = new Semaphore(peer.hasOwnThread() ? LINES_ON_THEIR_WAY : LINES_AT_ONCE);
    }

    String name() {
        return name;
    }

    void rename(String newName) {
        name = newName;
    }

    /**
     * Waits until one more line may be said. Whether that is so is false when this has taken too long, and also where
     * nothing may wait.
     */
    boolean awaitTurn(Duration limit) {
        if (!peer.hasOwnThread()) {
            return mayAnswer() && mayBeSaid.tryAcquire() && (rate.allows(System.nanoTime()) || notSaid());
        }
        try {
            return mayBeSaid.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One that does not read is not sent much more, and its outbox stays small. */
    private boolean mayAnswer() {
        return !outbox.isLate() || LINES_AT_ONCE - mayBeSaid.availablePermits() < LINES_ON_THEIR_WAY;
    }

    private boolean notSaid() {
        mayBeSaid.release();
        return false;
    }

    /** Something that this member says or asks for, after {@link #awaitTurn}. */
    Line says(String text) {
        return Line.by(this, text, mayBeSaid::release);
    }

    /** Lines of this member were dropped. Returns what to tell it, unless something like that is on its way already. */
    Optional<Line> drops(int count) {
        dropped += count;
        if (dropped == 0 || isDroppingBeingTold) {
            return Optional.empty();
        }
        isDroppingBeingTold = true;
        String lines = dropped == 1 ? "1 line was" : dropped + " lines were";
        dropped = 0;
        return Optional.of(
                Line.by(this, "* too much at a time: " + lines + " dropped", () -> isDroppingBeingTold = false));
    }

    /** Never waits. Returns false when the outbox is full, or there is no memory to say that something is in it. */
    boolean tell(Line said) {
        return tell(outbox.put(said, said.isBy(this)));
    }

    private boolean tell(Outbox.Put put) {
        if (put != Outbox.Put.DUE) {
            return put != Outbox.Put.FULL;
        }
        try {
            sender.due(this);
            return true;
        } catch (OutOfMemoryError e) {
            return false; // the sender would never hear of this member again
        }
    }

    /** Ends with the member after it has been told this, and what was in its outbox before. Returns false when that is full. */
    boolean tellLast(Line said, String why) {
        return tell(outbox.putLast(said, why));
    }

    /** Takes nothing more to tell it, and waits until it has been sent all there is, or for as long as that. */
    void awaitAllSent(Duration limit) {
        try {
            outbox.awaitEmpty(limit.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is left to do for a member after {@link #sendNext}. */
    enum Rest {
        /** Nothing. */
        NOTHING,
        /** There are more lines. */
        MORE,
        /** The line could not be sent yet, and is to be tried again soon. */
        SAME_AGAIN
    }

    /** Sends one line, in the sender's thread. */
    Rest sendNext() {
        try {
            Optional<Line> next = outbox.next();
            if (next.isPresent()) {
                peer.send(next.get().bytes());
            }
        } catch (SocketFailure e) {
            if (outbox.isFinal()) {
                outbox.close(); // it has left, and not even read what it was sent; that is no failure
            } else if (!isOnlyLate(e)) {
                end(e.kind().words());
            } else if (outbox.notSent() < patience.toNanos()) {
                return Rest.SAME_AGAIN;
            } else {
                end(DOES_NOT_READ);
            }
        } catch (RuntimeException | Error e) {
            end("it failed: " + e); // such as no memory left: the member would stay, and hear nothing
        }
        boolean isMore = outbox.sent();
        if (!isMore) {
            outbox.end().ifPresent(this::end);
        }
        return isMore ? Rest.MORE : Rest.NOTHING;
    }

    /** Over datagrams nothing waits for a peer that does not read, and a busy machine may have kept it from reading. */
    private boolean isOnlyLate(SocketFailure failure) {
        return failure.kind() == FailureKind.TIMEOUT && !peer.hasOwnThread();
    }

    /** Whether a line waits for this member for as long as that. */
    boolean keepsWaiting(Duration limit) {
        return outbox.ageNs() >= limit.toNanos();
    }

    /** Whether others go on while this one waits. */
    boolean mayWait() {
        return peer.hasOwnThread();
    }

    boolean hasEnded() {
        return outbox.isClosed();
    }

    /** Ends with the member at once. The caller must hold no lock. */
    void end(String why) {
        outbox.close();
        peer.end(why);
    }

    /** The member has left. */
    void close() {
        outbox.close();
        if (peer.hasOwnThread()) {
            sender.end();
        }
    }

    /** The lines that are complete with these bytes, fit to be shown. A line may end as in a terminal, or as on a network. */
    List<String> lines(ByteBuffer bytes) {
        List<String> lines = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n' || isFullBefore(b)) {
                lines.add(takeLine());
            }
            if (b != '\n') {
                line.write(b);
            }
        }
        if (peer.keepsMessageBoundaries()) {
            lines.addAll(rest()); // a message is a line, whether or not it says so
        }
        return lines;
    }

    /** A line is not cut within a character, unless that is longer than any of UTF-8. */
    private boolean isFullBefore(byte b) {
        boolean isWithinCharacter = (b & 0xC0) == 0x80 && line.size() < maxLineBytes + MOST_BYTES_OF_CHARACTER;
        return line.size() >= maxLineBytes && !isWithinCharacter;
    }

    /** Whether a line has begun and not ended. */
    boolean isWithinLine() {
        return line.size() > 0;
    }

    /** The line that was begun, at the end of a message or a stream. */
    List<String> rest() {
        return line.size() > 0 ? List.of(takeLine()) : List.of();
    }

    private String takeLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return Printable.text(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
