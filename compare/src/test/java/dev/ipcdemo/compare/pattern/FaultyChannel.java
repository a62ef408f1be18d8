package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;

/**
 * A client's channel to a server that is part of this object. The server takes its time for each reply, and has the fault that
 * a test plants: a function from the reply to what is delivered, which may be nothing, something else, or more.
 */
final class FaultyChannel implements MessageChannel {

    private static final long ANSWER_NS = 10_000;

    /** What is delivered instead of the reply to a numbered request. */
    interface Fault {
        List<byte[]> instead(int number, byte[] request, byte[] reply);
    }

    /** Delivers every reply. */
    static final Fault NONE = (number, request, reply) -> List.of(reply);

    private record Delivery(byte[] bytes, long sentNs) {}

    private final VirtualClock clock;
    private final Fault fault;
    private final LongUnaryOperator doneNs;
    private final long sendNs;
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final AtomicInteger number = new AtomicInteger(); // a loss probe sends in a thread of its own
    private long freeNs;

    /**
     * A server that takes its own time.
     *
     * @param sendNs how long a send takes
     * @param doneNs from when the server could start with a request to when it has replied
     */
    FaultyChannel(VirtualClock clock, long sendNs, LongUnaryOperator doneNs, Fault fault) {
        this.clock = clock;
        this.sendNs = sendNs;
        this.doneNs = doneNs;
        this.fault = fault;
    }

    /** A server that needs 10 µs for each reply. */
    FaultyChannel(VirtualClock clock, Fault fault) {
        this(clock, 0, beginNs -> beginNs + ANSWER_NS, fault);
    }

    @Override
    public void send(ByteBuffer message) {
        byte[] request = new byte[message.remaining()];
        message.get(request);
        byte[] reply = request.clone();
        reply[0] |= 1;
        clock.pass(sendNs);
        for (byte[] delivered : fault.instead(number.getAndIncrement(), request, reply)) {
            deliveries.add(new Delivery(delivered, clock.nanos()));
        }
    }

    /** When nothing has been delivered for long, it fails, as if the rig had closed it. An empty message is the end. */
    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        Delivery delivery = next().orElseThrow(() -> new IOException("closed, because nothing came"));
        freeNs = doneNs.applyAsLong(Math.max(delivery.sentNs(), freeNs));
        clock.awaitUntil(freeNs, () -> {});
        buffer.clear();
        buffer.put(delivery.bytes()).flip();
        return delivery.bytes().length == 0 ? -1 : buffer.limit();
    }

    private Optional<Delivery> next() throws IOException {
        try {
            return Optional.ofNullable(deliveries.poll(2, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
