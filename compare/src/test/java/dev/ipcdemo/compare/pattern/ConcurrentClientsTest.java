package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Counts;
import dev.ipcdemo.compare.result.Sample;
import dev.ipcdemo.compare.result.Usage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What clients have in common that run at once. */
class ConcurrentClientsTest {

    private static final long RUN_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SharedClock clock = new SharedClock();
    private final List<Integer> fewest = new CopyOnWriteArrayList<>();

    /** Time that passes for all threads when a client says so; it need not begin above zero. */
    private static final class SharedClock implements Clock {

        private final AtomicLong nowNs = new AtomicLong(-TimeUnit.SECONDS.toNanos(1));

        @Override
        public long nanos() {
            return nowNs.get();
        }

        @Override
        public long wallMillis() {
            return TimeUnit.NANOSECONDS.toMillis(nanos());
        }

        @Override
        public void awaitUntil(long nanos, Idle idle) {
            throw new AssertionError("nobody waits");
        }
    }

    /** Each has one message, for which the others wait, as they do for one CPU. */
    private final class Client implements ExchangeClient {

        @Override
        public ClientResult run(long durationNs, int fewestOfThis) {
            fewest.add(fewestOfThis);
            clock.nowNs.addAndGet(RUN_NS);
            return new ClientResult(
                    ClientResult.histogram(),
                    new Counts(1, 1, 0, 0, 0, 0, 0, 0),
                    RUN_NS,
                    0,
                    Usage.UNKNOWN,
                    Optional.empty());
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private ClientResult run(int clients) {
        return new FanIn.ConcurrentClients(
                        Stream.<ExchangeClient>generate(Client::new)
                                .limit(clients)
                                .toList(),
                        clock)
                .run(RUN_NS, Sample.FEWEST);
    }

    @Test
    void takeAsLongAsFromTheFirstBeginToTheLastEnd() {
        ClientResult result = run(4);
        assertThat(result.counts().received()).isEqualTo(4);
        assertThat(result.elapsedNs()).isEqualTo(4 * RUN_NS);
    }

    @Test
    void haveEnoughRepliesTogether() {
        run(8);
        assertThat(fewest).hasSize(8).containsOnly(3);
    }
}
