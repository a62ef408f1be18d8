package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts how a call fails. */
public final class Failing {

    private Failing() {}

    /** Asserts that a call fails with this kind and this sentence. */
    public static SocketFailure fails(FailureKind kind, String sentence, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown)
                .as("failure of the call")
                .isInstanceOf(SocketFailure.class)
                .hasMessage(sentence);
        SocketFailure failure = (SocketFailure) thrown;
        assertThat(failure.kind()).isEqualTo(kind);
        return failure;
    }
}
