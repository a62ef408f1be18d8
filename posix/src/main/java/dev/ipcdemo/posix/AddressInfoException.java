package dev.ipcdemo.posix;

import java.io.IOException;

/** A host or service for which getaddrinfo(3) found no address; it has error numbers of its own. */
public final class AddressInfoException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The error number. */
    private final int error;

    /**
     * Creates an exception.
     *
     * @param error what getaddrinfo(3) returned
     * @param text what gai_strerror(3) says about it
     */
    public AddressInfoException(int error, String text) {
        super("getaddrinfo: " + text);
        this.error = error;
    }

    /**
     * The error number.
     *
     * @return such as {@link Constants#EAI_NONAME}
     */
    public int error() {
        return error;
    }
}
