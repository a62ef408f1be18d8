package dev.ipcdemo.service;

import dev.ipcdemo.service.server.Peer;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A thread that sends what is in outboxes. Over a connection each member has one, because sending waits for a peer that
 * does not read. Members over datagrams share one, and have their turns.
 */
final class Sender {

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A member is here at most once; nobody is the end. */
    private final BlockingQueue<Optional<Member>> due = new LinkedBlockingQueue<>();

    /** Those to whom a line could not be sent, and who are tried again after others have had their turn. */
    private final List<Member> late = new ArrayList<>(); // only for the thread

    private long againNs; // when they are

    private Sender() {}

    static Sender forOne(Peer peer) {
        Sender sender = new Sender();
        Transport transport = Transports.byScheme(peer.endpoint().scheme());
        Threads.start(transport, "to peer #" + peer.number(), sender::run);
        return sender;
    }

    static Sender forAll() {
        Sender sender = new Sender();
        Threads.startPlatform("to all peers", sender::run);
        return sender;
    }

    void due(Member member) {
        due.add(Optional.of(member));
    }

    /** Ends the thread when it has done what is due. */
    void end() {
        due.add(Optional.empty());
    }

    private void send(Member member) {
        try {
            switch (member.sendNext()) {
                case NOTHING -> {}
                case MORE -> due(member);
                case SAME_AGAIN -> isLate(member);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            member.end("it failed: " + e); // this thread goes on: it may be for others, too
        }
    }

    private void isLate(Member member) {
        if (late.isEmpty()) {
            againNs = System.nanoTime() + PAUSE_NS;
        }
        late.add(member);
    }

    private void run() {
        try {
            Optional<Member> next = due.take();
            while (next.isPresent()) {
                send(next.get());
                next = next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        }
    }

    private Optional<Member> next() throws InterruptedException {
        if (late.isEmpty()) {
            return due.take();
        }
        Optional<Optional<Member>> other =
                Optional.ofNullable(due.poll(againNs - System.nanoTime(), TimeUnit.NANOSECONDS));
        if (againNs - System.nanoTime() <= 0) {
            late.forEach(this::isDueAgain);
            late.clear();
        }
        return other.isPresent() ? other.get() : due.take();
    }

    private void isDueAgain(Member member) {
        try {
            due(member);
        } catch (OutOfMemoryError e) {
            member.end("it failed: " + e);
        }
    }
}
