package dev.ipcdemo.cluster;

import java.io.IOException;

/** Why a run in a cluster cannot begin, or go on. The message is one sentence that also says what to do. */
public final class ClusterFailure extends IOException {

    private static final long serialVersionUID = 1L;

    ClusterFailure(String message) {
        super(message);
    }

    /**
     * A failure with a cause.
     *
     * @param message one sentence
     * @param cause what it was, for whoever looks closer
     */
    public ClusterFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
