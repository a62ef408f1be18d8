package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One connection after another, each used for one round trip and closed: the cost of not keeping a connection. The round
 * trip is included because connect(2) returns before the server has accepted.
 */
final class Connect implements Exchange {

    /** A client's ports stay in use for a minute after it closes (TIME_WAIT), and there are some 28,000. */
    private static final int MOST_IN_A_RUN = 2_000;

    @Override
    public Pattern pattern() {
        return Pattern.CONNECT;
    }

    /** Connecting to another host takes longer: a round trip for the handshake, and one for the message. */
    @Override
    public long shortestNs(Cell cell, long roundTripNs) {
        long elsewhereNs = cell.scope() == Scope.CROSS_HOST ? TimeUnit.MILLISECONDS.toNanos(100) : 0;
        return Math.max(elsewhereNs, 2 * Exchange.ENOUGH * roundTripNs);
    }

    @Override
    public ExchangeServer server(Acceptor acceptor, Cell cell, Clock clock) {
        return new RespondingServer(acceptor, cell, Integer.MAX_VALUE);
    }

    @Override
    public ExchangeClient client(Dialer dialer, Cell cell, Clock clock) {
        return new ConnectingClient(dialer, new Requester(cell, clock), clock);
    }

    private record ConnectingClient(Dialer dialer, Requester requester, Clock clock) implements ExchangeClient {

        @Override
        public ClientResult run(long durationNs, int fewest) {
            Histogram latenciesNs = ClientResult.histogram();
            requester.start();
            Measured measured =
                    Measured.run(clock, durationNs, endNs -> connectUntil(endNs, durationNs, fewest, latenciesNs));
            Counts counts = requester.counts();
            return new ClientResult(
                    latenciesNs,
                    counts,
                    measured.elapsedNs(),
                    0,
                    measured.usage(),
                    counts.fault(false).or(measured::fault));
        }

        private Optional<String> connectUntil(long endNs, long durationNs, int fewest, Histogram latenciesNs) {
            try {
                long nowNs;
                int connections = 0;
                do {
                    long startNs = clock.nanos();
                    connectOnce();
                    nowNs = clock.nanos();
                    ClientResult.record(latenciesNs, nowNs - startNs);
                } while (++connections < MOST_IN_A_RUN
                        && Measured.goesOn(nowNs, endNs, durationNs, connections, fewest));
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("a connection failed: " + e.getMessage());
            }
        }

        private void connectOnce() throws IOException {
            try (MessageChannel channel = dialer.dial()) {
                requester.roundTrip(channel);
            }
        }

        @Override
        public void close() {
            // no connection is open between two runs
        }
    }
}
