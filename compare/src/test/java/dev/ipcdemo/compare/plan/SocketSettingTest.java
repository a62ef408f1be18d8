package dev.ipcdemo.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Options;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketSettingTest {

    @Test
    void everySettingIsReadFromText() {
        Options options = set("congestion", "reno", "dscp", "EF", "max-segment", "1000", "quick-ack", "false");
        options = set(options, "busy-poll", "50us", "reuse-port", "true", "user-timeout", "1500ms");
        options = set(options, "keep-alive-idle", "10s", "keep-alive-interval", "500ms", "keep-alive-probes", "3");

        assertThat(options)
                .isEqualTo(Options.DEFAULT
                        .with(Options.CONGESTION, "reno")
                        .with(Options.DSCP, 46)
                        .with(Options.MAX_SEGMENT_BYTES, 1_000)
                        .with(Options.QUICK_ACK, false)
                        .with(Options.BUSY_POLL, Duration.ofNanos(50_000))
                        .with(Options.REUSE_PORT, true)
                        .with(Options.USER_TIMEOUT, Duration.ofMillis(1_500))
                        .with(Options.KEEP_ALIVE_IDLE, Duration.ofSeconds(10))
                        .with(Options.KEEP_ALIVE_INTERVAL, Duration.ofMillis(500))
                        .with(Options.KEEP_ALIVE_PROBES, 3));
        assertThat(SocketSetting.changed(options)).hasSameSizeAs(SocketSetting.ALL);
    }

    private static Options set(String... keysAndValues) {
        return set(Options.DEFAULT, keysAndValues);
    }

    private static Options set(Options options, String... keysAndValues) {
        Options changed = options;
        for (int i = 0; i < keysAndValues.length; i += 2) {
            changed = SocketSetting.set(changed, keysAndValues[i], keysAndValues[i + 1]);
        }
        return changed;
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Options options = set("congestion", "bbr", "busy-poll", "1ms", "dscp", "AF41", "keep-alive-idle", "2s");

        assertThat(SocketSetting.changed(options))
                .isEqualTo(Map.of("congestion", "bbr", "busy-poll", "1000us", "dscp", "34", "keep-alive-idle", "2s"));
        assertThat(SocketSetting.changed(options).entrySet().stream()
                        .reduce(
                                Options.DEFAULT,
                                (read, entry) -> SocketSetting.set(read, entry.getKey(), entry.getValue()),
                                (one, other) -> other))
                .isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource({"EF, 46", "ef, 46", "CS0, 0", "CS7, 56", "AF11, 10", "AF43, 38", "LE, 1", "63, 63"})
    void aDscpHasANumberOrAName(String text, int dscp) {
        assertThat(set("dscp", text).get(Options.DSCP)).isEqualTo(dscp);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodelay | 1 | there is no socket option 'nodelay'; choose from congestion, dscp, max-segment, quick-ack",
                "congestion | a b | congestion=a b: this is not the name of an algorithm",
                "dscp | 64 | dscp=64: DSCP must be 0 to 63, not 64",
                "dscp | AF51 | dscp=AF51: write 0 to 63, or one of AF11, AF12",
                "max-segment | 87 | max-segment=87: TCP_MAXSEG must be 88 to 32767, not 87",
                "max-segment | much | max-segment=much: this is not a number",
                "quick-ack | on | quick-ack=on: choose false or true",
                "busy-poll | 50 | busy-poll=50: write a time like 50us, 500ms or 10s",
                "keep-alive-probes | -1 | keep-alive-probes=-1: this is not a number"
            })
    void saysWhatIsWrong(String key, String value, String sentence) {
        assertThatThrownBy(() -> set(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void whatASocketHasIsReadByTheNamesOfTheSystem() throws Exception {
        assertThat(SocketSetting.readAll(new SocketSetting.Reader<>() {
                    @Override
                    public <V> Optional<V> read(Options.Option<V> option) {
                        return Optional.of(Options.DEFAULT
                                        .with(Options.CONGESTION, "cubic")
                                        .with(Options.KEEP_ALIVE_IDLE, Duration.ofMillis(6_001))
                                        .get(option))
                                .filter(value -> option != Options.DSCP);
                    }
                }))
                .containsEntry("TCP_CONGESTION", "cubic")
                .containsEntry("TCP_KEEPIDLE", "7s")
                .containsEntry("SO_REUSEPORT", "false")
                .doesNotContainKey("DSCP");
    }
}
