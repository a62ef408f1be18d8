package dev.ipcdemo.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client says of a full backlog. That depends on the system, so what connect does is scripted here. */
class BacklogDemoTest {

    private static final String SERVER = "unix:/tmp/a.sock";

    private final Deque<String> heard = new ArrayDeque<>(List.of(SERVER, "there is room"));
    private final Deque<Answer> attempts = new ArrayDeque<>();
    private final List<String> claims = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> conclusions = new ArrayList<>();
    private int closed;

    /** What a method does. */
    @FunctionalInterface
    private interface Answer {
        Object to(Object[] arguments) throws Exception;
    }

    /** An object of an interface, by the names of the methods that are called. */
    private static <T> T object(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName()).to(arguments)));
    }

    private static Answer failing(FailureKind kind) {
        return arguments -> {
            throw new SocketFailure("connect", SERVER, kind, "");
        };
    }

    private Connection connection() {
        return object(Connection.class, Map.of("close", arguments -> closed++));
    }

    private Stage stage() {
        StreamTransport transport = object(
                StreamTransport.class,
                Map.of(
                        "domains",
                        arguments -> new TreeSet<>(List.of(Domain.AF_UNIX)),
                        "connect",
                        arguments -> attempts.remove().to(arguments)));
        return object(
                Stage.class,
                Map.of(
                        "transport",
                        arguments -> transport,
                        "streams",
                        arguments -> transport,
                        "hear",
                        arguments -> heard.remove(),
                        "tell",
                        arguments -> told.add((String) arguments[0]),
                        "claim",
                        arguments -> claims.add(arguments[0] + ": " + arguments[1]),
                        "conclude",
                        arguments -> conclusions.add((String) arguments[0])));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REFUSED | refuses a client on this system, as if nobody listened",
                "TIMEOUT | a blocking connect on AF_UNIX waits on Linux"
            })
    void saysWhatTheSystemDoes(FailureKind whenFull, String conclusion) throws IOException {
        Answer room = arguments -> connection();
        attempts.addAll(List.of(room, room, failing(whenFull), room));

        new BacklogDemo().client(stage());

        assertThat(claims).hasSize(2).allSatisfy(claim -> assertThat(claim).startsWith("true: "));
        assertThat(told).as("how many are connected").containsExactly("2");
        assertThat(conclusions).last().asString().contains(conclusion);
        assertThat(closed).isEqualTo(3);
    }

    /** Nobody is connected yet, so it is not the backlog. */
    @Test
    void aServerThatRefusesTheFirstClientHasNoFullBacklog() {
        attempts.add(failing(FailureKind.REFUSED));

        assertThatThrownBy(() -> new BacklogDemo().client(stage())).isInstanceOf(SocketFailure.class);
        assertThat(told).isEmpty();
    }
}
