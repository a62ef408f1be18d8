package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.ProcessLimits;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Maps what a channel or the file system threw to a kind of failure. The JDK has few exception types and junixsocket
 * has different ones, but the messages of both contain the text of strerror(3), so the text decides. That is why
 * {@code bin/ipc-demo} runs in the C locale.
 */
final class Causes {

    /** EMFILE. The message of ENFILE, which is not about this process, continues. */
    static final String TOO_MANY_OPEN_FILES = "Too many open files";

    /**
     * Text of strerror(3), or of the JDK or junixsocket where they fail before the system call; the first match wins.
     */
    private static final Map<String, FailureKind> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("broken pipe", FailureKind.RESET);
        WORDS.put("connection reset", FailureKind.RESET);
        WORDS.put("connection refused", FailureKind.REFUSED);
        WORDS.put("no such file or directory", FailureKind.NOT_FOUND);
        WORDS.put("not a directory", FailureKind.NOT_FOUND);
        WORDS.put("address already in use", FailureKind.IN_USE);
        WORDS.put("cannot assign requested address", FailureKind.NOT_LOCAL);
        WORDS.put("can't assign requested address", FailureKind.NOT_LOCAL);
        WORDS.put("permission denied", FailureKind.PERMISSION);
        WORDS.put("operation not permitted", FailureKind.PERMISSION);
        WORDS.put("timed out", FailureKind.TIMEOUT);
        WORDS.put("message too long", FailureKind.MESSAGE_TOO_LARGE);
        WORDS.put("path too long", FailureKind.NAME_TOO_LONG);
        WORDS.put("file name too long", FailureKind.NAME_TOO_LONG);
        WORDS.put("unreachable", FailureKind.UNREACHABLE);
        WORDS.put("no route to host", FailureKind.UNREACHABLE);
        WORDS.put("protocol wrong type for socket", FailureKind.WRONG_TYPE);
        WORDS.put("too many open files", FailureKind.NO_RESOURCES);
        WORDS.put("no buffer space available", FailureKind.NO_RESOURCES);
        WORDS.put("cannot allocate memory", FailureKind.NO_RESOURCES);
        WORDS.put("no space left on device", FailureKind.NO_RESOURCES);
        WORDS.put("disk quota exceeded", FailureKind.NO_RESOURCES);
        WORDS.put("not supported", FailureKind.NOT_SUPPORTED);
        WORDS.put("socket is closed", FailureKind.CLOSED);
        WORDS.put("socket closed", FailureKind.CLOSED);
        WORDS.put("bad file descriptor", FailureKind.CLOSED);
    }

    private Causes() {}

    /** Loads what tells of a failure, which takes a descriptor for each class: when none is left, it is too late. */
    static void load() {
        IOException noDescriptor = new IOException(TOO_MANY_OPEN_FILES);
        detail(noDescriptor, kindOf(noDescriptor));
    }

    static FailureKind kindOf(IOException thrown) {
        if (thrown instanceof SocketTimeoutException) {
            return FailureKind.TIMEOUT;
        }
        if (thrown instanceof UnknownHostException) {
            return FailureKind.UNKNOWN_HOST;
        }
        if (thrown instanceof PortUnreachableException) {
            return FailureKind.REFUSED;
        }
        // The text comes first: junixsocket wraps EPIPE into an AsynchronousCloseException, whose type would mean that
        // this side has closed.
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            for (Map.Entry<String, FailureKind> entry : WORDS.entrySet()) {
                if (words.contains(entry.getKey())) {
                    return entry.getValue();
                }
            }
        }
        return thrown instanceof ClosedChannelException ? FailureKind.CLOSED : FailureKind.OTHER;
    }

    /** A failure, with what is known of its kind there, or else the system's words; the cause itself if it is one. */
    static SocketFailure failure(
            String operation, Endpoint endpoint, IOException cause, Function<FailureKind, String> explanations) {
        if (cause instanceof SocketFailure failure) {
            return failure;
        }
        FailureKind kind = kindOf(cause);
        String explanation = explanations.apply(kind);
        String detail = explanation.isEmpty() ? detail(cause, kind) : explanation;
        return new SocketFailure(operation, endpoint.toString(), kind, detail, cause);
    }

    /** What the kind does not say. */
    static String detail(IOException thrown, FailureKind kind) {
        return switch (kind) {
            case OTHER -> words(thrown);
            case NO_RESOURCES ->
                words(thrown).endsWith(TOO_MANY_OPEN_FILES)
                        ? TOO_MANY_OPEN_FILES.toLowerCase(Locale.ROOT) + ProcessLimits.openFiles()
                        : words(thrown);
            default -> "";
        };
    }

    /** The exception's message, or its type if it has none. */
    static String words(IOException thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
    }
}
