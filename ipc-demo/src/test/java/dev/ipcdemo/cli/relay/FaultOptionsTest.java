package dev.ipcdemo.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.relay.RelaySettings;
import dev.ipcdemo.relay.WrongFaultException;
import dev.ipcdemo.sockets.Endpoint;
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
    @CsvSource(delimiter = '|', textBlock = """
                    --delay=50            | --delay must be a time of at most 24 hours, such as 50ms or 2s, not '50'
                    --delay=1s,loss=0     | --delay must be a time of at most 24 hours, such as 50ms or 2s, not '1s,loss=0'
                    --jitter=1d           | --jitter must be a time of at most 24 hours, such as 50ms or 2s, not '1d'
                    --slow-close=-1s      | --slow-close must be a time of at most 24 hours, such as 50ms or 2s, not '-1s'
                    --loss=101%           | --loss must be from 0% to 100%, not '101%'
                    --share=half          | --share must be from 0% to 100%, not 'half'
                    --bandwidth=fast      | --bandwidth must be a number of bytes, such as 500 or 64k, not 'fast'
                    --limit=-2            | --limit must be a number of bytes, such as 500 or 64k, not '-2'
                    """)
    void refuseAValueThatMakesNoSense(String option, String message) {
        assertThatExceptionOfType(WrongFaultException.class)
                .isThrownBy(() -> settings(option))
                .satisfies(e -> assertThat(e.messageWith(FaultOptions.NAMES)).isEqualTo(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    tcp | --loss=1%     | --loss is a fault of messages, and 'tcp' is a stream: use --delay, --bandwidth, --corrupt or --limit
                    udp | --reset       | --reset ends a connection, and 'udp' has none: use --silent or --loss
                    udp | --half-close  | --half-close ends a connection, and 'udp' has none: use --silent or --loss
                    """)
    void areRefusedByEndpointsThatDoNotKnowThem(String scheme, String option, String message) {
        Endpoint target = Endpoint.parse(scheme + "://127.0.0.1:9");
        assertThatExceptionOfType(WrongFaultException.class)
                .isThrownBy(() -> Relay.open(Endpoint.parse(scheme + ":"), target, settings(option)))
                .satisfies(e -> assertThat(e.messageWith(FaultOptions.NAMES)).isEqualTo(message));
    }

    @Test
    void refuseADirectionThatThereIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("--direction up"))
                .withMessage("there is no direction 'up'; choose from both, to-target, to-client");
    }
}
