package dev.ipcdemo.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.sockets.Options;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WayParserTest {

    private static final Way BASE = Way.DEFAULT.withJvmOptions(List.of("-Xmx1g"));

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "as-is"})
    void aWayInWhichNothingIsDifferentIsTheBase(String text) {
        assertThat(WayParser.change(BASE, text)).isEqualTo(BASE);
    }

    @Test
    void whatIsNotMentionedStays() {
        Way way = WayParser.change(BASE.withSettings(Settings.DEFAULT.withSendBuffer(4096)), "no-delay=false");
        assertThat(way.settings())
                .isEqualTo(Settings.DEFAULT.withSendBuffer(4096).withNoDelay(false));
        assertThat(way.jvmOptions()).containsExactly("-Xmx1g");
        assertThat(way.words()).isEqualTo("no-delay=false");
    }

    @Test
    void everythingCanBeSetAtOnce() {
        Way way = WayParser.change(
                BASE,
                "java=/j,jvm-args=-Xint -Xlog:gc,safepoint,build=/b,no-delay=false,send-buffer=64K,recv-buffer=1,"
                        + "threads=virtual");
        assertThat(way.java()).contains(Path.of("/j"));
        assertThat(way.build()).contains(Path.of("/b"));
        assertThat(way.jvmOptions()).containsExactly("-Xmx1g", "-Xint", "-Xlog:gc,safepoint");
        assertThat(way.settings())
                .isEqualTo(Settings.DEFAULT
                        .withNoDelay(false)
                        .withSendBuffer(64 << 10)
                        .withRecvBuffer(1)
                        .withVirtualThreads(true));
    }

    @Test
    void socketOptionsAreAddedToThoseThatThereAre() {
        Way dscp = WayParser.change(BASE, "dscp=EF");

        Way both = WayParser.change(dscp, "congestion=reno,quick-ack=false");

        assertThat(both.settings())
                .isEqualTo(Settings.DEFAULT.withSocketOptions(Options.DEFAULT
                        .with(Options.DSCP, 46)
                        .with(Options.CONGESTION, "reno")
                        .with(Options.QUICK_ACK, false)));
        assertThat(both.words()).isEqualTo("congestion=reno,quick-ack=false");
    }

    @Test
    void noJvmOptionsAreAWayToo() {
        assertThat(WayParser.change(Way.DEFAULT, "jvm-args=").jvmOptions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "foo=1 | 'foo=1' is not a way of running: write as-is, or KEY=VALUE",
                "java | 'java' is not a way of running",
                "java= | java= names no directory",
                "no-delay=false,no-delay=true | 'no-delay=false,no-delay=true' sets no-delay twice",
                "no-delay=maybe | no-delay=maybe: choose false or true",
                "dscp=64 | dscp=64: DSCP must be 0 to 63, not 64",
                "threads=green | threads=green: choose platform, virtual or event-loop"
            })
    void saysWhatIsWrong(String text, String sentence) {
        assertThatThrownBy(() -> WayParser.change(BASE, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void aSizeIsReadAsEverywhereElse() {
        assertThatThrownBy(() -> WayParser.change(BASE, "send-buffer=many")).hasMessageContaining("is not a size");
    }
}
