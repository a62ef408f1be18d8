package dev.ipcdemo.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketFailureTest {

    @Test
    void isOneSentence() {
        ConnectException cause = new ConnectException("Connection refused");
        SocketFailure failure =
                new SocketFailure("connect", "unix:/tmp/a.sock", FailureKind.REFUSED, "nobody is listening", cause);

        assertThat(failure)
                .hasMessage("connect unix:/tmp/a.sock: refused (nobody is listening)")
                .hasCause(cause);
        assertThat(failure.operation()).isEqualTo("connect");
        assertThat(failure.endpoint()).isEqualTo("unix:/tmp/a.sock");
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
    }

    @Test
    void hasNoParenthesesWhenThereIsNothingToAdd() {
        assertThat(new SocketFailure("recv", "tcp://127.0.0.1:7", FailureKind.TIMEOUT, ""))
                .hasMessage("recv tcp://127.0.0.1:7: timed out")
                .hasNoCause();
    }

    @ParameterizedTest
    @EnumSource
    void aKindIsAFewLowerCaseWords(FailureKind kind) {
        assertThat(kind.words()).matches("[a-z]+( [a-z]+)*");
    }
}
