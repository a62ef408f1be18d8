package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.MessageChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A client's line to a server that lives in this object. It takes a time of its own for each answer, and has the fault that
 * a test plants: a function from the answer to what is really delivered, which may be nothing, something else, or more.
 */
final class PlantedChannel implements MessageChannel {

    /** What is delivered instead of the answer to a numbered message. */
    interface Fault {
        List<byte[]> instead(int number, byte[] request, byte[] answer);
    }

    private record Delivery(byte[] bytes, long sentNs) {}

    private final VirtualClock clock;
    private final Fault fault;
    private final UnaryOperator<Long> done;
    private final long sendNs;
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private int number;

    /** @param done from when the server could begin with a message to when it has answered it, in nanoseconds */
    PlantedChannel(VirtualClock clock, long sendNs, UnaryOperator<Long> done, Fault fault) {
        this.clock = clock;
        this.sendNs = sendNs;
        this.done = done;
        this.fault = fault;
    }

    /** A server that needs 10 µs and has a fault. */
    static PlantedChannel with(VirtualClock clock, Fault fault) {
        return new PlantedChannel(clock, 0, beginNs -> beginNs + 10_000, fault);
    }

    static Fault none() {
        return (number, request, answer) -> List.of(answer);
    }

    @Override
    public void send(ByteBuffer message) {
        byte[] request = new byte[message.remaining()];
        message.get(request);
        byte[] answer = request.clone();
        answer[0] |= 1;
        clock.pass(sendNs);
        for (byte[] delivered : fault.instead(number++, request, answer)) {
            deliveries.add(new Delivery(delivered, clock.nanos()));
        }
    }

    private long freeNs;

    /** A line without anything to deliver, and no other thread that sends, is one that the rig would close. */
    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        Delivery delivery;
        try {
            delivery = deliveries.poll(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (delivery == null) {
            throw new IOException("closed, because nothing came");
        }
        freeNs = done.apply(Math.max(delivery.sentNs(), freeNs));
        clock.awaitUntil(freeNs, () -> {});
        buffer.clear();
        buffer.put(delivery.bytes()).flip();
        return delivery.bytes().length == 0 ? -1 : buffer.limit();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
