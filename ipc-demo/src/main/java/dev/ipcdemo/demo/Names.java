package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Options;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Endpoints and calls as a timeline shows them: as a C program would read, without the scheme that the title names. */
final class Names {

    private Names() {}

    static String peer(Endpoint endpoint) {
        if (endpoint.name() instanceof AnyName) {
            return "unnamed";
        }
        String name = endpoint.name().toString();
        return name.startsWith("//") ? name.substring(2) : name;
    }

    static String place(Endpoint endpoint) {
        return endpoint.name() instanceof AnyName ? "any" : peer(endpoint);
    }

    /** What a call is named after, such as send of {@code #2 send("x")}. */
    static String verb(String call) {
        int end = call.indexOf('(');
        return end < 0 ? call : call.substring(call.lastIndexOf(' ', end) + 1, end);
    }

    /** The system calls that a call made, if they are not only the one that it is named after. */
    static String fused(String call, List<String> made) {
        return made.equals(List.of(verb(call))) ? "" : String.join(" + ", made);
    }

    /** The options that are not what they would be without saying anything, each behind a comma. */
    static String options(Options options) {
        Options usual = Options.DEFAULT;
        return option(!options.get(Options.BLOCKING), "non-blocking")
                + option(
                        !options.get(Options.CONNECT_TIMEOUT).isZero(),
                        "connect limit " + show(options.get(Options.CONNECT_TIMEOUT)))
                + option(
                        !options.get(Options.SEND_TIMEOUT).isZero(),
                        "send limit " + show(options.get(Options.SEND_TIMEOUT)))
                + option(
                        !options.get(Options.RECV_TIMEOUT).isZero(),
                        "recv limit " + show(options.get(Options.RECV_TIMEOUT)))
                + option(
                        options.get(Options.SEND_BUFFER_BYTES) > 0,
                        "SO_SNDBUF " + options.get(Options.SEND_BUFFER_BYTES))
                + option(
                        options.get(Options.RECV_BUFFER_BYTES) > 0,
                        "SO_RCVBUF " + options.get(Options.RECV_BUFFER_BYTES))
                + option(!options.get(Options.NO_DELAY), "TCP_NODELAY off")
                + option(
                        !options.get(Options.SOCKET_FILE_MODE).equals(usual.get(Options.SOCKET_FILE_MODE)),
                        "mode " + PosixFilePermissions.toString(options.get(Options.SOCKET_FILE_MODE)));
    }

    private static String option(boolean isSet, String words) {
        return isSet ? ", " + words : "";
    }

    private static String show(Duration limit) {
        return limit.toMillis() + " ms";
    }
}
