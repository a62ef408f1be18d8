package dev.ipcdemo.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {

    @ParameterizedTest
    @CsvSource({"0,PT0S", "0s,PT0S", "500ms,PT0.5S", "10s,PT10S", "2m,PT2M", "1h,PT1H"})
    void readsATime(String text, Duration expected) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipc-demo",
                "ipc-demo:local",
                "a/b__c/d-e.f:V1.2-x_y",
                "registry.example:5000/team/ipc-demo:1",
                "localhost/x"
            })
    void takesTheNameOfAnImage(String text) {
        assertThat(new ImageNameConverter().convert(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BAD", "a b", "a:", "a:-x", "-a", "a//b", "a/B", "a:b:c", "a.", "a@sha256:00"})
    void refusesWhatIsNotTheNameOfAnImage(String text) {
        assertThatThrownBy(() -> new ImageNameConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("as in ipc-demo:local");
    }

    @ParameterizedTest
    @CsvSource({"0600,rw-------", "660,rw-rw----", "0777,rwxrwxrwx", "0000,---------", "rw-r--r--,rw-r--r--"})
    void readsAFileMode(String text, String expected) throws Exception {
        assertThat(PosixFilePermissions.toString(
                        new SocketFileMode.Converter().convert(text).permissions()))
                .isEqualTo(expected);
    }
}
