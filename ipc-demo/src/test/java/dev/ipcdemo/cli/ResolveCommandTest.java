package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.testing.Jvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class ResolveCommandTest {

    @Test
    void tellsTheNameOfThisHostFirst() throws Exception {
        CommandLineUse use = CommandLineUse.of("resolve");

        // The name need not be one that can be looked up.
        assertThat(use.output()).startsWith("hostname  " + HostNames.local() + System.lineSeparator());
        assertThat(use.status()).isEqualTo(use.errors().isEmpty() ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, AF_INET   127.0.0.1",
        "::1, AF_INET6  ::1",
        "fe80::1, AF_INET6  fe80::1",
        "tcp://127.0.0.1:echo, AF_INET   SOCK_STREAM  tcp://127.0.0.1:7",
        "udp://[::1]:domain, AF_INET6  SOCK_DGRAM  udp://[::1]:53",
        "unix:/tmp/a.sock, AF_UNIX   SOCK_STREAM  unix:/tmp/a.sock",
        "unix:, AF_UNIX   SOCK_STREAM  unix:  (any free name)"
    })
    void tellsDomainAndAddress(String name, String line) {
        CommandLineUse use = CommandLineUse.of("resolve", name);

        assertThat(use.errors()).isEmpty();
        assertThat(use.status()).isZero();
        assertThat(use.output().lines()).containsExactly(line);
    }

    @Test
    void tellsEveryAddressOfAName() throws Exception {
        CommandLineUse use = CommandLineUse.of("resolve", "localhost");

        assertThat(use.status()).isZero();
        assertThat(use.output().lines())
                .hasSameSizeAs(HostNames.lookup("localhost"))
                .allMatch(line -> line.matches("AF_INET   [0-9.]+|AF_INET6  [0-9a-f:]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-host.invalid, gethostbyname no-such-host.invalid: unknown host",
        "tcp://127.0.0.1:no-such-service, getservbyname no-such-service/tcp: unknown service"
    })
    void failsWithASentenceForWhatIsNotKnown(String name, String sentence) {
        CommandLineUse use = CommandLineUse.of("resolve", name);

        assertThat(use.status()).isEqualTo(1);
        assertThat(use.output()).isEmpty();
        assertThat(use.errors().lines()).hasSize(1).first().asString().startsWith("ipc-demo: " + sentence);
    }

    @Test
    void endsQuietlyWhenNobodyReads() throws Exception {
        try (Jvm resolve = Jvm.ipcDemoThatNobodyReads("resolve", "127.0.0.1")) {
            assertThat(resolve.status()).isZero();
            assertThat(resolve.errors()).isEmpty();
        }
    }
}
