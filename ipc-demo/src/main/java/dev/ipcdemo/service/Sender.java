package dev.ipcdemo.service;

import dev.ipcdemo.launch.Threads;
import dev.ipcdemo.service.server.Peer;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread that sends what is in outboxes. Over a connection each member has one, because sending waits for a peer that
 * does not read. Members over datagrams share one, and have their turns.
 */
final class Sender {

    /** A member is here at most once; nobody is the end. */
    private final BlockingQueue<Optional<Member>> due = new LinkedBlockingQueue<>();

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
            if (member.sendNext()) {
                due.add(Optional.of(member));
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            member.end("it failed: " + e); // this thread goes on: it may be for others, too
        }
    }

    private void run() {
        try {
            Optional<Member> next = due.take();
            while (next.isPresent()) {
                send(next.get());
                next = due.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        }
    }
}
