package dev.ipcdemo.sockets;

import java.io.IOException;
import java.util.Objects;

/**
 * A failed socket call, described in one sentence: what was attempted, on what, how it failed, and where it helps, why
 * or what to do.
 *
 * <pre>{@code connect unix:/tmp/a.sock: refused (nobody is listening; the socket file is stale)}</pre>
 *
 * <p>The sentence is fit to be {@linkplain Printable shown}, whatever characters a peer has put into its name.
 *
 * <p>The exception that the JDK or a library threw is the {@linkplain #getCause() cause}.
 */
public final class SocketFailure extends IOException {

    private static final long serialVersionUID = 1L;

    /** The verb. */
    private final String operation;

    /** What it was applied to. */
    private final String endpoint;

    /** How it failed. */
    private final FailureKind kind;

    /**
     * Creates a failure.
     *
     * @param operation the verb, such as {@code connect}
     * @param endpoint what it was attempted on: an endpoint's text, or a name that was looked up
     * @param kind the kind
     * @param detail why, or what to do; empty when there is nothing to add
     */
    public SocketFailure(String operation, String endpoint, FailureKind kind, String detail) {
        super(Printable.text(
                operation + " " + endpoint + ": " + kind.words() + (detail.isEmpty() ? "" : " (" + detail + ")")));
        this.operation = Objects.requireNonNull(operation, "operation");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.kind = kind;
    }

    /**
     * Creates a failure with a cause.
     *
     * @param operation the verb, such as {@code connect}
     * @param endpoint what it was attempted on
     * @param kind the kind
     * @param detail why, or what to do; empty when there is nothing to add
     * @param cause what the JDK or a library threw
     */
    public SocketFailure(String operation, String endpoint, FailureKind kind, String detail, Throwable cause) {
        this(operation, endpoint, kind, detail);
        initCause(cause);
    }

    /**
     * The verb that failed.
     *
     * @return a call of the Berkeley API, such as {@code connect}
     */
    public String operation() {
        return operation;
    }

    /**
     * What the verb was applied to.
     *
     * @return an endpoint's text, or the name that was looked up
     */
    public String endpoint() {
        return endpoint;
    }

    /**
     * How it failed.
     *
     * @return the kind, to branch on
     */
    public FailureKind kind() {
        return kind;
    }
}
