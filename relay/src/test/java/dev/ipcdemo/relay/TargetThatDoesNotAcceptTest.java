package dev.ipcdemo.relay;

import static dev.ipcdemo.relay.RelaySandbox.any;
import static dev.ipcdemo.relay.RelaySandbox.receive;
import static dev.ipcdemo.relay.RelaySandbox.send;
import static dev.ipcdemo.relay.RelaySandbox.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A target whose backlog is full lets whoever connects wait without a limit. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TargetThatDoesNotAcceptTest {

    private static final int MORE_THAN_FIT = 6;

    private static final RelaySettings SETTINGS =
            RelaySettings.defaults().withLimits(new RelayLimits(100, 1000, Duration.ofMinutes(1), 1000));

    private final RelaySandbox sandbox = new RelaySandbox();

    @AfterEach
    void closeAll() throws IOException {
        sandbox.close();
    }

    private Listener listen(String scheme) throws SocketFailure {
        Options options = RelaySandbox.OPTIONS.with(Options.BACKLOG, 1);
        return sandbox.closeAtEnd(Transports.stream(scheme).listen(any(scheme), options));
    }

    /** Each of them sends something, so that the relay has to connect for it. */
    private void connectMoreThanFit(Relay relay) throws SocketFailure {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            send(sandbox.connect(relay), "hello");
        }
        await().until(() -> relay.statistics().openClients() >= MORE_THAN_FIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unixgram", "udp"})
    void doesNotHoldUpClientsThatAreConnectedToIt(String from) throws SocketFailure {
        Listener target = listen("unixpacket");
        Relay relay = sandbox.relay(from, target.localEndpoint(), SETTINGS);
        Connection client = sandbox.connect(relay);
        send(client, "first");
        Connection server = sandbox.accept(target);
        assertThat(text(receive(server))).isEqualTo("first");
        connectMoreThanFit(relay);
        send(client, "second");
        assertThat(text(receive(server))).isEqualTo("second");
        assertThat(relay.statistics().toTarget().dropped()).isZero();
    }

    @Test
    void isSentWhatHasWaitedOnceItAccepts() throws SocketFailure {
        Listener target = listen("unixpacket");
        Relay relay = sandbox.relay("unixgram", target.localEndpoint(), SETTINGS);
        connectMoreThanFit(relay);
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            assertThat(text(receive(sandbox.accept(target)))).isEqualTo("hello");
        }
    }

    @Test
    void isNotSentMoreThanMayWait() throws SocketFailure {
        Listener target = listen("unixpacket");
        Relay relay = sandbox.relay("unixgram", target.localEndpoint(), SETTINGS);
        connectMoreThanFit(relay);
        Connection client = sandbox.connect(relay);
        for (String text : List.of("a", "b", "c")) {
            send(client, text.repeat(400));
        }
        await().until(() -> relay.statistics().toTarget().dropped() == 1);
    }

    @ParameterizedTest
    @CsvSource({"tcp,unix", "tcp,junix", "unixpacket,unixpacket", "unixgram,unixpacket", "udp,unixpacket"})
    void doesNotHoldUpTheEndOfTheRelay(String from, String to) throws Exception {
        Relay relay = sandbox.relay(from, listen(to).localEndpoint(), SETTINGS);
        connectMoreThanFit(relay);
        relay.close();
        await().until(() -> relay.context.runningThreads() == 0);
        relay.await();
        assertThat(relay.statistics().openClients()).isZero();
        assertThat(relay.statistics().unreachable()).isZero();
    }

    @Test
    void countsWhatADatagramClientSendsToNobody() throws SocketFailure {
        Listener target = listen("unixpacket");
        Endpoint gone = target.localEndpoint();
        target.close();
        Relay relay = sandbox.relay("udp", gone, SETTINGS);
        send(sandbox.connect(relay), "hello");
        await().until(() -> relay.statistics().toTarget().dropped() == 1);
        await().until(() -> relay.statistics().openClients() == 0);
        assertThat(relay.statistics().unreachable()).isEqualTo(1);
    }
}
