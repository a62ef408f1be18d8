package dev.ipcdemo.demo.recording;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Options;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * How a timeline writes a call and its arguments: much as a C program would, and without the scheme, which the title
 * names.
 */
public final class CallText {

    /** How many bytes of data are shown. */
    public static final int BYTES_SHOWN = 24;

    private CallText() {}

    /** The address of a socket or of its peer. */
    static String address(Endpoint endpoint) {
        return endpoint.name() instanceof AnyName ? "unnamed" : withoutSlashes(endpoint);
    }

    /** The address that a socket is to be opened at. */
    static String requestedAddress(Endpoint endpoint) {
        return endpoint.name() instanceof AnyName ? "any" : withoutSlashes(endpoint);
    }

    private static String withoutSlashes(Endpoint endpoint) {
        String name = endpoint.name().toString();
        return name.startsWith("//") ? name.substring(2) : name;
    }

    /** The options that differ from the defaults, each after a comma. */
    static String options(Options options) {
        Options defaults = Options.DEFAULT;
        return option(!options.get(Options.BLOCKING), "non-blocking")
                + option(
                        !options.get(Options.CONNECT_TIMEOUT).isZero(),
                        "connect limit " + millis(options.get(Options.CONNECT_TIMEOUT)))
                + option(
                        !options.get(Options.SEND_TIMEOUT).isZero(),
                        "send limit " + millis(options.get(Options.SEND_TIMEOUT)))
                + option(
                        !options.get(Options.RECV_TIMEOUT).isZero(),
                        "recv limit " + millis(options.get(Options.RECV_TIMEOUT)))
                + option(
                        options.get(Options.SEND_BUFFER_BYTES) > 0,
                        "SO_SNDBUF " + options.get(Options.SEND_BUFFER_BYTES))
                + option(
                        options.get(Options.RECV_BUFFER_BYTES) > 0,
                        "SO_RCVBUF " + options.get(Options.RECV_BUFFER_BYTES))
                + option(!options.get(Options.NO_DELAY), "TCP_NODELAY off")
                + option(
                        !options.get(Options.KEEP_ALIVE_IDLE).isZero(),
                        "keep-alive after " + millis(options.get(Options.KEEP_ALIVE_IDLE)))
                + option(
                        !options.get(Options.USER_TIMEOUT).isZero(),
                        "TCP_USER_TIMEOUT " + millis(options.get(Options.USER_TIMEOUT)))
                + option(
                        options.changes(Options.CONGESTION), Options.CONGESTION + " " + options.get(Options.CONGESTION))
                + option(!options.get(Options.QUICK_ACK), Options.QUICK_ACK + " off")
                + option(
                        options.changes(Options.MAX_SEGMENT_BYTES),
                        Options.MAX_SEGMENT_BYTES + " " + options.get(Options.MAX_SEGMENT_BYTES))
                + option(
                        options.changes(Options.BUSY_POLL),
                        Options.BUSY_POLL + " " + options.get(Options.BUSY_POLL).toNanos() / 1_000 + " µs")
                + option(options.changes(Options.DSCP), Options.DSCP + " " + options.get(Options.DSCP))
                + option(options.get(Options.REUSE_PORT), Options.REUSE_PORT.toString())
                + option(
                        !options.get(Options.SOCKET_FILE_MODE).equals(defaults.get(Options.SOCKET_FILE_MODE)),
                        "mode " + PosixFilePermissions.toString(options.get(Options.SOCKET_FILE_MODE)))
                + option(options.get(Options.SHARED_DIRECTORY), "shared directory");
    }

    private static String option(boolean isSet, String words) {
        return isSet ? ", " + words : "";
    }

    static String millis(Duration limit) {
        return limit.toMillis() + " ms";
    }

    /**
     * The bytes from one position of a buffer to another, which is not changed: short text in quotes, and of anything longer
     * the beginning and the length.
     */
    static String bytes(ByteBuffer buffer, int from, int to) {
        byte[] shown = new byte[Math.min(to - from, BYTES_SHOWN)];
        buffer.duplicate().clear().position(from).get(shown);
        return bytes(shown, to - from);
    }

    /**
     * Data as a timeline shows it: short text in quotes, and of anything longer the beginning and the length.
     *
     * @param beginning the first bytes, at least {@link #BYTES_SHOWN} if there are as many
     * @param length how many there are
     * @return such as {@code "hello\n"}
     */
    public static String bytes(byte[] beginning, long length) {
        int shown = (int) Math.min(Math.min(beginning.length, length), BYTES_SHOWN);
        StringBuilder text = new StringBuilder("\"");
        for (char c : new String(beginning, 0, shown, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(
                    switch (c) {
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        case '\\' -> "\\\\";
                        default -> c < ' ' || c > '~' || c == '"' ? String.format("\\x%02x", (int) c) : "" + c;
                    });
        }
        text.append('"');
        return length > shown ? text + "… " + length + " bytes" : text.toString();
    }

    /** The verb of a call, such as send in {@code #2 send("x")}. */
    static String verb(String call) {
        int end = call.indexOf('(');
        return end < 0 ? call : call.substring(call.lastIndexOf(' ', end) + 1, end);
    }

    /** The system calls behind a call; empty if that is only the one it is named after. */
    static String systemCalls(String call, List<String> made) {
        return made.equals(List.of(verb(call))) ? "" : String.join(" + ", made);
    }
}
