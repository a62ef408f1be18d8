package dev.ipcdemo.frameworks.aeron;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.demo.spi.Scope;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages over a publication and a subscription of Aeron's. One thread sends, and one receives. */
final class AeronChannel implements MessageChannel {

    static final int REQUESTS = 1;
    static final int REPLIES = 2;

    private static final int NOTHING = -1;

    /** Aeron takes messages of up to an eighth of a term. */
    private static final int LARGEST_MESSAGE = AeronDriver.TERM_BYTES / 8;

    private final Aeron aeron;
    private final Publication out;
    private final Subscription in;
    private final Idle idle;
    private final UnsafeBuffer outgoing = new UnsafeBuffer(0, 0);
    private final FragmentAssembler assembler = new FragmentAssembler(this::copy);
    private ByteBuffer incoming = ByteBuffer.allocate(0);
    private int received = NOTHING;

    /** What another thread has to wait for before it unmaps the memory. */
    private volatile boolean sending;

    private volatile boolean receiving;
    private volatile boolean closed;

    AeronChannel(Aeron aeron, int streamOut, int streamIn, Idle idle) {
        this(
                aeron,
                aeron.addPublication(CommonContext.IPC_CHANNEL, streamOut),
                aeron.addSubscription(CommonContext.IPC_CHANNEL, streamIn),
                idle);
    }

    /** Closing it closes all of Aeron's client. */
    AeronChannel(Aeron aeron, Publication out, Subscription in, Idle idle) {
        this.aeron = aeron;
        this.out = out;
        this.in = in;
        this.idle = idle;
    }

    /** Why a cell cannot be measured with one publication and one subscription each way on one host. */
    static Optional<String> refusal(Cell cell, String what) {
        if (cell.scope() == Scope.CROSS_HOST) {
            return Optional.of(what + " measured within one host");
        }
        if (cell.pattern() == Pattern.CONNECT || cell.connections() > 1) {
            return Optional.of("one publication and one subscription each way are measured");
        }
        return cell.largestBytes() > LARGEST_MESSAGE
                ? Optional.of("a message may take an eighth of a term of " + AeronDriver.TERM_BYTES + " bytes")
                : Optional.empty();
    }

    /** Waits for the other side. */
    AeronChannel connected() throws ClosedChannelException {
        while (!(out.isConnected() && in.isConnected())) {
            requireOpen();
            Thread.yield();
        }
        return this;
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed || aeron.isClosed()) { // as it is when the driver has gone
            throw new ClosedChannelException();
        }
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        sending = true;
        try {
            requireOpen();
            outgoing.wrap(message, message.position(), message.remaining());
            long result = out.offer(outgoing, 0, message.remaining());
            while (result < 0) {
                if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
                    throw new IOException("Aeron refuses a message: " + Publication.errorString(result));
                }
                requireOpen();
                idle.idle();
                result = out.offer(outgoing, 0, message.remaining());
            }
            message.position(message.limit());
        } finally {
            sending = false;
        }
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        receiving = true;
        try {
            incoming = buffer.clear();
            received = NOTHING;
            while (received == NOTHING) {
                requireOpen();
                if (in.poll(assembler, 1) == 0) {
                    idle.idle();
                }
            }
            buffer.limit(Math.min(received, buffer.capacity()));
            return received;
        } finally {
            receiving = false;
        }
    }

    private void copy(DirectBuffer log, int offset, int length, Header header) {
        log.getBytes(offset, incoming, 0, Math.min(length, incoming.capacity()));
        received = length;
    }

    @Override
    public void close() {
        closed = true;
        while (sending || receiving) {
            Thread.yield(); // they look after each attempt
        }
        aeron.close();
    }
}
