package dev.ipcdemo.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.RelaySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FaultOptionsTest {

    private static RelaySettings settings(String options) {
        FaultOptions read = CommandLine.populateCommand(new FaultOptions(), options.split(" "));
        return read.addTo(RelaySettings.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "--delay 50ms, delay=50ms",
        "--delay 50ms --jitter 10ms, delay=50ms jitter=10ms",
        "--bandwidth 64k, bandwidth=64k",
        "--loss 0.1, loss=10%",
        "--duplicate 1%, duplicate=1%",
        "--reorder 20%, reorder=20%",
        "--corrupt 0.5%, corrupt=0.5%",
        "--truncate 100%, truncate=1",
        "--limit 1000, limit=1000",
        "--reset, ending=reset",
        "--half-close --limit 10, ending=half-close limit=10",
        "--silent, ending=silence",
        "--slow-close 5s, slow-close=5s",
        "--refuse --share 0.5, refuse=yes share=50%"
    })
    void areFaultsInBothDirections(String options, String faults) {
        assertThat(settings(options).toTarget()).isEqualTo(Faults.parse(faults)).isNotEqualTo(Faults.NONE);
        assertThat(settings(options).toClient()).isEqualTo(Faults.parse(faults));
    }

    @ParameterizedTest
    @CsvSource({"to-target,delay=1s,''", "to-client,'',delay=1s", "both,delay=1s,delay=1s"})
    void areInTheDirectionThatIsAskedFor(String direction, String toTarget, String toClient) {
        RelaySettings settings = settings("--delay 1s --direction " + direction);
        assertThat(settings.toTarget()).isEqualTo(Faults.parse(toTarget));
        assertThat(settings.toClient()).isEqualTo(Faults.parse(toClient));
    }

    @Test
    void takeTheSeed() {
        assertThat(settings("--seed 7").seed()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--reset --silent", "--half-close --reset", "--silent --half-close"})
    void refuseTwoEndings(String options) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(options))
                .withMessageContaining("exclude each other");
    }

    @ParameterizedTest
    @CsvSource({
        "--delay 50,delay",
        "--loss 101%,loss",
        "--bandwidth fast,bandwidth",
        "--limit -2,limit",
        "--direction up,direction"
    })
    void refuseWhatMakesNoSense(String options, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(options)).withMessageContaining(message);
    }
}
