package dev.ipcdemo.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerLogTest {

    private static final Endpoint CLIENT = Endpoint.parse("tcp://127.0.0.1:1");

    private final List<String> lines = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - 5; // System.nanoTime may overflow
    private final ServerLog log = new ServerLog(lines::add, () -> nowNs);

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            log.refused(CLIENT, "no more than 1 connections at once");
        }
    }

    @Test
    void logsSomeOfManyLikeLinesAndCountsTheOthers() {
        refuse(15_421);
        assertThat(lines).hasSize(20).containsOnly("refused " + CLIENT + ", no more than 1 connections at once");

        log.sayWhatWasLeftOut();
        assertThat(lines).hasSize(21).last().isEqualTo("15401 more lines that say 'refused' were left out");

        log.sayWhatWasLeftOut();
        assertThat(lines).hasSize(21);
    }

    @Test
    void logsAgainAfterAWhile() {
        refuse(21);
        nowNs += TimeUnit.SECONDS.toNanos(3);
        refuse(4);
        assertThat(lines).hasSize(23);

        log.sayWhatWasLeftOut();
        assertThat(lines).last().isEqualTo("2 more lines that say 'refused' were left out");
    }

    @Test
    void aFloodOfOneKindKeepsNoOtherOut() {
        refuse(1_000);
        log.setback(new IllegalStateException("no memory"));
        assertThat(lines).last().isEqualTo("no memory; trying again");
    }
}
