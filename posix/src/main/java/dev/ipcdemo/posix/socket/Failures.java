package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.ErrorNumbers.*;

import dev.ipcdemo.posix.ErrorNumbers;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.family.SocketFamily;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes a failure of an error number. */
final class Failures {

    private static final Map<Integer, FailureKind> KINDS = new HashMap<>();

    static {
        put(FailureKind.REFUSED, ECONNREFUSED);
        put(FailureKind.NOT_FOUND, ENOENT, ENOTDIR);
        put(FailureKind.IN_USE, EADDRINUSE);
        put(FailureKind.NOT_LOCAL, EADDRNOTAVAIL);
        put(FailureKind.PERMISSION, EACCES, EPERM, EROFS);
        put(FailureKind.TIMEOUT, ETIMEDOUT, EAGAIN, EINPROGRESS);
        put(FailureKind.CLOSED, EBADF);
        put(FailureKind.RESET, ECONNRESET, EPIPE, ECONNABORTED);
        put(FailureKind.MESSAGE_TOO_LARGE, EMSGSIZE);
        put(FailureKind.NAME_TOO_LONG, ENAMETOOLONG);
        put(FailureKind.UNREACHABLE, ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN);
        put(FailureKind.WRONG_TYPE, EPROTOTYPE);
        put(
                FailureKind.NOT_SUPPORTED,
                EAFNOSUPPORT,
                EPFNOSUPPORT,
                EPROTONOSUPPORT,
                ESOCKTNOSUPPORT,
                EOPNOTSUPP,
                ENOPROTOOPT,
                ENOSYS);
        put(FailureKind.NO_RESOURCES, EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSPC, EDQUOT);
        // Read and loaded now: when no descriptor is left, it is too late.
        ErrorNumbers.name(EMFILE);
        detail(FailureKind.NO_RESOURCES, EMFILE);
    }

    private Failures() {}

    /** Loads what tells of a failure. */
    static void load() {
        // initializing the class has done it
    }

    private static void put(FailureKind kind, int... errnos) {
        for (int errno : errnos) {
            KINDS.put(errno, kind);
        }
    }

    static FailureKind kindOf(int errno) {
        return KINDS.getOrDefault(errno, FailureKind.OTHER);
    }

    /** The failure of a call that returned minus an error number. */
    static SocketFailure of(SocketFamily family, String operation, Endpoint endpoint, int result) {
        return of(family, operation, endpoint, new PosixException(operation, -result));
    }

    static SocketFailure of(SocketFamily family, String operation, Endpoint endpoint, PosixException cause) {
        // The kernel disconnects an AF_UNIX datagram socket from a peer that has refused a datagram.
        boolean isRefusedAgain = cause.errno() == ENOTCONN && !family.type().isConnected();
        FailureKind kind = isRefusedAgain ? FailureKind.REFUSED : kindOf(cause.errno());
        String explanation = family.explain(operation, endpoint, kind);
        String detail = explanation.isEmpty() ? detail(kind, cause.errno()) : explanation;
        return new SocketFailure(operation, endpoint.toString(), kind, detail, cause);
    }

    /** What the kind does not say. */
    private static String detail(FailureKind kind, int errno) {
        return switch (kind) {
            case OTHER -> ErrorNumbers.text(errno);
            case NO_RESOURCES ->
                errno == EMFILE
                        ? ErrorNumbers.text(errno).toLowerCase(Locale.ROOT) + ProcessLimits.openFiles()
                        : ErrorNumbers.text(errno);
            default -> "";
        };
    }
}
