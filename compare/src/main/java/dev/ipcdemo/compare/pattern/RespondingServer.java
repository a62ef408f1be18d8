package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Replies to every request of one client after another. */
final class RespondingServer extends SuccessiveServer {

    private final Responder responder;

    /** @param clients how many clients come, one after another */
    RespondingServer(Acceptor acceptor, int messageBytes, int clients) {
        super(acceptor, clients);
        responder = new Responder(messageBytes);
    }

    @Override
    void serve(MessageChannel channel) throws IOException {
        responder.serve(channel);
    }

    @Override
    public void mark() {
        responder.mark();
    }

    @Override
    public Arrivals arrivals() {
        return new Arrivals(responder.counts(), 0);
    }

    /** Turns every request on a channel into its reply. Checks nothing, because the client checks every reply. */
    static final class Responder {

        private final ByteBuffer buffer;
        private final AtomicLong replies = new AtomicLong();
        private long marked;

        Responder(int messageBytes) {
            buffer = Payload.incoming(messageBytes);
        }

        /** Replies until the other side closes the channel. For one thread at a time. */
        void serve(MessageChannel channel) throws IOException {
            long count = replies.get();
            while (channel.receive(buffer) >= 0) {
                Payload.turnIntoReply(buffer);
                channel.send(buffer);
                replies.lazySet(++count); // a volatile write would wait for the store, between two messages
            }
        }

        void mark() {
            marked = replies.get();
        }

        /** What was received since the mark. */
        Counts counts() {
            long count = replies.get() - marked;
            return new Counts(count, count, 0, 0, 0, 0, 0, 0);
        }
    }
}
