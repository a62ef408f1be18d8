package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.Counts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Replies to every request of one client after another. */
final class RespondingServer extends SuccessiveServer {

    private final Responder responder;

    /** @param clients how many clients come, one after another */
    RespondingServer(Acceptor acceptor, Cell cell, int clients) {
        super(acceptor, clients);
        responder = new Responder(cell);
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

        private final Payload requests;
        private final Payload replies;
        private final ByteBuffer in;
        private final ByteBuffer out;
        private final boolean isReplyOfOtherSize;
        private final AtomicLong replied = new AtomicLong();
        private long marked;

        Responder(Cell cell) {
            requests = new Payload(cell.requestSizes());
            replies = new Payload(cell.replySizes());
            in = requests.incoming();
            out = replies.outgoing();
            isReplyOfOtherSize = cell.replyBytes() > 0; // also the mean of several
        }

        /** Replies until the other side closes the channel. For one thread at a time. */
        void serve(MessageChannel channel) throws IOException {
            long count = replied.get();
            while (channel.receive(in) >= 0) {
                channel.send(reply());
                replied.lazySet(++count); // a volatile write would wait for the store, between two messages
            }
        }

        private ByteBuffer reply() {
            if (isReplyOfOtherSize) {
                replies.writeReply(out, requests.sequence(in, 0));
                return out;
            }
            Payload.turnIntoReply(in);
            return in;
        }

        void mark() {
            marked = replied.get();
        }

        /** What was received since the mark. */
        Counts counts() {
            long count = replied.get() - marked;
            return new Counts(count, count, 0, 0, 0, 0, 0, 0);
        }
    }
}
