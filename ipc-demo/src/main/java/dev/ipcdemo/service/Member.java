package dev.ipcdemo.service;

import dev.ipcdemo.launch.Threads;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Somebody in a {@link Chat}: a name, the line that is being typed, and an outbox. */
final class Member {

    /** How many lines may wait for a member that does not read; what the kernel's buffers hold comes on top. */
    private static final int OUTBOX_LINES = 1000;

    private final Peer peer;
    private final int maxLineBytes;
    private final BlockingQueue<Outgoing> outbox = new LinkedBlockingQueue<>(OUTBOX_LINES);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String name;

    /** What the sender's thread has to do next: send a line, or end. */
    private sealed interface Outgoing {
        record Line(String text) implements Outgoing {}

        record End(String why) implements Outgoing {}
    }

    Member(Peer peer, String name, int maxLineBytes) {
        this.peer = peer;
        this.name = name;
        this.maxLineBytes = maxLineBytes;
        Threads.start(Transports.byScheme(peer.endpoint().scheme()), "to " + name, this::emptyOutbox);
    }

    String name() {
        return name;
    }

    void rename(String newName) {
        name = newName;
    }

    /** Never waits. Returns false when the outbox is full. */
    boolean tell(String text) {
        return outbox.offer(new Outgoing.Line(text));
    }

    /** Ends with the member after it has been told this, and what was in its outbox before. Returns false when that is full. */
    boolean tellLast(String text, String why) {
        return tell(text) && outbox.offer(new Outgoing.End(why));
    }

    /** Ends with the member at once. The caller must hold no lock. */
    void end(String why) {
        peer.end(why);
    }

    private void emptyOutbox() {
        try {
            while (true) {
                Outgoing next = outbox.take();
                if (next instanceof Outgoing.Line out) {
                    peer.send(ByteBuffer.wrap((out.text() + "\n").getBytes(StandardCharsets.UTF_8)));
                } else if (next instanceof Outgoing.End end) {
                    peer.end(end.why());
                    return;
                }
            }
        } catch (SocketFailure e) {
            peer.end(e.kind().words());
        } catch (RuntimeException | Error e) {
            peer.end("it failed: " + e); // such as no memory left: without this thread it would be deaf
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        }
    }

    /** Ends the sender's thread. */
    void close() {
        outbox.clear();
        outbox.add(new Outgoing.End("left"));
    }

    /** The lines that are complete with these bytes. What could move a reader's cursor or turn his text is taken out. */
    List<String> lines(ByteBuffer bytes) {
        List<String> lines = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b != '\n') {
                line.write(b);
            }
            if (b == '\n' || line.size() >= maxLineBytes) {
                lines.add(takeLine());
            }
        }
        if (peer.keepsMessageBoundaries() && line.size() > 0) {
            lines.add(takeLine()); // a message is a line, whether or not it says so
        }
        return lines;
    }

    private String takeLine() {
        String text = line.toString(StandardCharsets.UTF_8).replaceAll("[\\p{Cc}\\p{Cf}]", "");
        line.reset();
        return text;
    }
}
