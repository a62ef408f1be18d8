package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.sockets.Batch;
import dev.ipcdemo.sockets.Closing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The first datagram of a client, and its answer. From the first, the server learns which address to connect its socket to.
 * The answer tells the client that this is done, because the JDK drops what arrives before a socket is connected. Either may
 * be lost, so the client repeats the first until it is answered; it has another size than messages, by which both sides know
 * a late one from them.
 */
final class DatagramHandshake {

    private static final long AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(15);

    private DatagramHandshake() {}

    /** The server's side, after the first datagram was received. Closes the channel if it fails. */
    static MessageChannel answered(MessageChannel channel, Cell cell) throws IOException {
        return closedIfFails(channel, () -> {
            channel.send(datagram(cell));
            return answering(channel, cell);
        });
    }

    /**
     * The side of a server that has yet to receive the first datagram, and one of each client if the channel serves many. It
     * is for no one else to answer: a reply, which may have the size and the number of one to a message, would be counted by
     * a client that repeated the first.
     */
    static MessageChannel answering(MessageChannel channel, Cell cell) {
        ByteBuffer answer = datagram(cell);
        return new WithHandshake(channel, answer.capacity(), () -> channel.send(answer.duplicate()));
    }

    /** The client's side. Closes the channel if it fails. */
    static MessageChannel exchanged(MessageChannel channel, Cell cell) throws IOException {
        return exchanged(channel, cell, AGAIN_NS, LIMIT_NS);
    }

    static MessageChannel exchanged(MessageChannel channel, Cell cell, long againNs, long limitNs) throws IOException {
        ByteBuffer first = datagram(cell);
        return closedIfFails(channel, () -> {
            channel.send(first.duplicate());
            try (Repetition repetition = new Repetition(channel, first, againNs, limitNs)) {
                repetition.awaitAnswer();
            }
            return new WithHandshake(channel, first.capacity(), () -> {});
        });
    }

    /** Of the smallest size that no message has. */
    private static ByteBuffer datagram(Cell cell) {
        MessageSizes requests = cell.requestSizes();
        MessageSizes replies = cell.replySizes();
        return ByteBuffer.allocateDirect(IntStream.iterate(1, bytes -> bytes + 1)
                .filter(bytes -> !requests.has(bytes) && !replies.has(bytes))
                .findFirst()
                .orElseThrow());
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static MessageChannel closedIfFails(MessageChannel channel, Step<MessageChannel> step) throws IOException {
        try {
            return step.run();
        } catch (IOException e) {
            Closing.allAfter(e, List.of(channel));
            throw e;
        }
    }

    /** Sends a datagram again and again. To give up, it closes the channel, which ends the wait. */
    private static final class Repetition implements AutoCloseable {

        private final MessageChannel channel;
        private final ByteBuffer datagram;
        private final long againNs;
        private final long limitNs;
        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile boolean givenUp;

        Repetition(MessageChannel channel, ByteBuffer datagram, long againNs, long limitNs) {
            this.channel = channel;
            this.datagram = datagram;
            this.againNs = againNs;
            this.limitNs = limitNs;
            Thread repeating = new Thread(this::repeat, "datagram handshake");
            repeating.setDaemon(true);
            repeating.start();
        }

        private void repeat() {
            long endNs = System.nanoTime() + limitNs;
            try {
                while (!answered.await(againNs, TimeUnit.NANOSECONDS)) {
                    if (System.nanoTime() - endNs >= 0) {
                        givenUp = true;
                        channel.close();
                        return;
                    }
                    channel.send(datagram.duplicate());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                // the thread that waits for the answer gets the same exception
            }
        }

        void awaitAnswer() throws IOException {
            try {
                channel.receive(ByteBuffer.allocateDirect(datagram.capacity() + 1));
            } catch (IOException e) {
                if (givenUp) {
                    throw new IOException(
                            "the server did not answer the first datagram within "
                                    + TimeUnit.NANOSECONDS.toMillis(limitNs) + " ms",
                            e);
                }
                throw e;
            }
        }

        @Override
        public void close() {
            answered.countDown();
        }
    }

    private interface Reaction {
        void run() throws IOException;
    }

    /**
     * A channel on which datagrams of the handshake may come.
     *
     * @param handshakeBytes the size of these
     * @param reaction what to do when one comes
     */
    private record WithHandshake(MessageChannel channel, int handshakeBytes, Reaction reaction)
            implements MessageChannel {

        @Override
        public void send(ByteBuffer message) throws IOException {
            channel.send(message);
        }

        @Override
        public int receive(ByteBuffer buffer) throws IOException {
            int size = channel.receive(buffer);
            while (size == handshakeBytes) {
                reaction.run();
                size = channel.receive(buffer);
            }
            return size;
        }

        @Override
        public Optional<Batch.Outgoing> sendBatch(int messages, int messageBytes) throws IOException {
            return channel.sendBatch(messages, messageBytes);
        }

        @Override
        public Optional<Batch.Incoming> recvBatch(int messages, int messageBytes) throws IOException {
            return channel.recvBatch(messages, messageBytes);
        }

        @Override
        public Arrivals arrivals(boolean marks) throws IOException {
            return channel.arrivals(marks);
        }

        @Override
        public String buffers() {
            return channel.buffers();
        }

        @Override
        public Map<String, String> socketOptions() throws IOException {
            return channel.socketOptions();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
