package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.launch.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages in both directions at once, over one connection. On each side one thread sends and another receives, and the one
 * that receives never waits for the one that sends: so what is sent is always taken, and no side can keep the other waiting
 * forever. The server begins to send when a message comes. The client's last message of a run has the mark of a reply; the
 * server then stops, and its own last message has the mark, too, by whose number the client knows how many were sent.
 */
final class BothWays {

    private static final Logger LOG = LoggerFactory.getLogger(BothWays.class);

    private BothWays() {}

    /** What one side sends: numbered messages, and the last of a run. For one thread. */
    private static final class Outgoing {

        private final MessageChannel channel;
        private final Payload payload;
        private final ByteBuffer out;
        private long next;

        Outgoing(MessageChannel channel, Cell cell) {
            this.channel = channel;
            payload = new Payload(cell.requestSizes());
            out = payload.outgoing();
        }

        void send() throws IOException {
            payload.writeRequest(out, next);
            channel.send(out);
            next++;
        }

        void sendLast() throws IOException {
            payload.writeReply(out, next);
            channel.send(out);
            next++;
        }
    }

    /** Receives, checks and counts what the client sends, and sends for as long as the client does. */
    static final class Server extends SuccessiveServer {

        private final Cell cell;
        private final Clock clock;
        private final ArrivalsSinceMark arrivals;

        Server(Acceptor acceptor, Cell cell, Clock clock) {
            super(acceptor, 1);
            this.cell = cell;
            this.clock = clock;
            arrivals = new ArrivalsSinceMark(cell.requestSizes());
        }

        @Override
        void serve(MessageChannel channel) throws IOException {
            ByteBuffer in = new Payload(cell.requestSizes()).incoming();
            Sender sender = new Sender(new Outgoing(channel, cell));
            Thread sending = Threads.start(Threads.isVirtual(Thread.currentThread()), "server sender", sender);
            serves(sending);
            boolean isOn = false;
            try {
                while (channel.receive(in) >= 0) {
                    if (Payload.isReply(in)) {
                        isOn = false;
                        sender.stop();
                        continue;
                    }
                    if (!isOn) {
                        isOn = true;
                        sender.start();
                    }
                    arrivals.add(in, clock.nanos());
                }
            } finally {
                sender.end();
            }
        }

        @Override
        public void mark() {
            arrivals.mark();
        }

        @Override
        public Arrivals arrivals() {
            return arrivals.arrivals();
        }
    }

    /** The server's other thread, which sends from a start to a stop. A channel that breaks is reported by the client. */
    private static final class Sender implements Runnable {

        private final Outgoing outgoing;
        private final Semaphore starts = new Semaphore(0);
        private volatile boolean isOn;
        private volatile boolean ended;

        Sender(Outgoing outgoing) {
            this.outgoing = outgoing;
        }

        void start() {
            isOn = true;
            starts.release();
        }

        void stop() {
            isOn = false;
        }

        void end() {
            isOn = false;
            ended = true;
            starts.release();
        }

        @Override
        public void run() {
            try {
                starts.acquire();
                while (!ended) {
                    do {
                        outgoing.send();
                    } while (isOn);
                    outgoing.sendLast();
                    starts.acquire();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                LOG.debug("a server could not send", e);
            }
        }
    }

    /** Sends until the time is over, and receives what the server sends meanwhile. */
    static final class Client implements ExchangeClient {

        private final MessageChannel channel;
        private final Clock clock;
        private final Outgoing outgoing;
        private final Payload incoming;
        private final ByteBuffer in;
        private final ArrivalsSinceMark arrivals;
        private long received;

        Client(MessageChannel channel, Cell cell, Clock clock) {
            this.channel = channel;
            this.clock = clock;
            outgoing = new Outgoing(channel, cell);
            incoming = new Payload(cell.replySizes());
            in = incoming.incoming();
            arrivals = new ArrivalsSinceMark(cell.replySizes());
        }

        @Override
        public ClientResult run(long durationNs, int fewest) {
            long first = outgoing.next;
            Receiver receiver = new Receiver();
            Thread receiving = Threads.start(Threads.isVirtual(Thread.currentThread()), "receiver", receiver);
            Measured sending = Measured.run(clock, durationNs, this::sendUntil);
            join(receiving);
            return new ClientResult(
                    new Histogram(2, 3),
                    new Counts(outgoing.next - first - 1, 0, 0, 0, 0, 0, 0, 0), // but for the last
                    sending.elapsedNs(),
                    0,
                    sending.usage().plus(receiver.usage),
                    sending.fault().or(() -> receiver.fault),
                    receiver.arrivals);
        }

        private Optional<String> sendUntil(long endNs) {
            try {
                do {
                    outgoing.send();
                } while (clock.nanos() - endNs < 0);
                outgoing.sendLast();
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("sending failed: " + e.getMessage());
            }
        }

        /** However long it takes: if the server's last message does not come, closing the channel ends the wait. */
        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Receives until the server's last message. */
        private final class Receiver implements Runnable {

            private Usage usage = Usage.UNKNOWN; // this and what follows is read when its thread has ended
            private Optional<String> fault = Optional.of("the receiver was interrupted");
            private Arrivals arrivals = Arrivals.NONE;

            @Override
            public void run() {
                Client.this.arrivals.mark();
                Measured measured = Measured.run(clock, 0, endNs -> receiveAll());
                usage = measured.usage();
                fault = measured.fault();
            }

            private Optional<String> receiveAll() {
                long first = received;
                try {
                    while (channel.receive(in) >= 0) {
                        if (Payload.isReply(in)) {
                            return end(first);
                        }
                        Client.this.arrivals.add(in, clock.nanos());
                    }
                    return Optional.of("the server closed the connection");
                } catch (IOException e) {
                    return Optional.of("receiving failed: " + e.getMessage());
                }
            }

            private Optional<String> end(long first) {
                long last = incoming.sequence(in, first);
                if (!incoming.isIntact(in, last, true)) {
                    return Optional.of("the server's last message has the wrong content");
                }
                received = last + 1;
                Arrivals counted = Client.this.arrivals.arrivals();
                arrivals = new Arrivals(counted.counts().ofSent(last - first), counted.elapsedNs(), counted.steady());
                return Optional.empty();
            }
        }

        @Override
        public String buffers() {
            return channel.buffers();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
