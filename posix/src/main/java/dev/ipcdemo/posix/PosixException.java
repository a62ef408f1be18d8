package dev.ipcdemo.posix;

import java.io.IOException;

/** A call that failed, with its error number: {@code bind: EADDRINUSE (Address already in use)}. */
public final class PosixException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The call, as the man page names it. */
    private final String call;

    /** The error number. */
    private final int errno;

    /**
     * Creates an exception.
     *
     * @param call the call, as the man page names it
     * @param errno the error number that it set
     */
    public PosixException(String call, int errno) {
        super(call + ": " + ErrorNumbers.name(errno) + " (" + ErrorNumbers.text(errno) + ")");
        this.call = call;
        this.errno = errno;
    }

    /**
     * The call that failed.
     *
     * @return its name, such as {@code bind}
     */
    public String call() {
        return call;
    }

    /**
     * The error number.
     *
     * @return one of {@link ErrorNumbers}, or another one
     */
    public int errno() {
        return errno;
    }

    /**
     * The name of the error.
     *
     * @return such as {@code EADDRINUSE}
     */
    public String name() {
        return ErrorNumbers.name(errno);
    }
}
