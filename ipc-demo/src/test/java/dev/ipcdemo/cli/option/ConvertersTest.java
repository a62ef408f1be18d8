package dev.ipcdemo.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertersTest {

    @ParameterizedTest
    @CsvSource({"0,PT0S", "0s,PT0S", "500ms,PT0.5S", "10s,PT10S", "2m,PT2M", "1h,PT1H"})
    void readsATime(String text, Duration expected) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0600,rw-------", "660,rw-rw----", "0777,rwxrwxrwx", "0000,---------", "rw-r--r--,rw-r--r--"})
    void readsAFileMode(String text, String expected) throws Exception {
        assertThat(PosixFilePermissions.toString(
                        new SocketFileMode.Converter().convert(text).permissions()))
                .isEqualTo(expected);
    }
}
