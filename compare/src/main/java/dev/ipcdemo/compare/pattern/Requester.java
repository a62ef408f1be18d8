package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Counts;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes one round trip after another, and checks every reply. The clock is read after a request has been written and before
 * its reply is checked, so that a latency holds the channel's calls and nothing else. For use by one thread.
 */
final class Requester {

    private final Clock clock;
    private final Payload payload;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ArrivalCounter counter = new ArrivalCounter();
    private long first;
    private long sequence;
    private long repliedNs;

    Requester(int messageBytes, Clock clock) {
        this.clock = clock;
        payload = new Payload(messageBytes);
        out = Payload.message(messageBytes);
        in = Payload.incoming(messageBytes);
    }

    /** Starts counting anew. */
    void start() {
        first = sequence;
        counter.start(first);
    }

    /**
     * Sends a request and waits for its reply.
     *
     * @return the time from before the send to after the receive, in nanoseconds
     */
    long roundTrip(MessageChannel channel) throws IOException {
        payload.writeRequest(out, sequence);
        long expected = sequence++;
        long startNs = clock.nanos();
        channel.send(out);
        long replied;
        do {
            int size = channel.receive(in);
            repliedNs = clock.nanos();
            if (size < 0) {
                throw new EOFException("the server closed the connection");
            }
            replied = counter.count(payload, in, true);
            if (replied < 0) {
                throw new IOException("the message received is not a valid reply");
            }
        } while (replied != expected);
        return repliedNs - startNs;
    }

    /** When the last reply came. */
    long repliedNs() {
        return repliedNs;
    }

    /** What became of the messages since the start. */
    Counts counts() {
        return counter.counts(sequence - first);
    }
}
