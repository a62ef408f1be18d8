package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.spi.StreamTransport;
import dev.ipcdemo.sockets.spi.Transport;
import dev.ipcdemo.sockets.spi.Verb;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Endpoints as a timeline shows them: as a C program's arguments would read, without the scheme that the title names. */
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

    /** The system calls of a verb, if they are more than the one that the verb is named after. */
    static String fused(Transport transport, Verb verb) {
        return fused(transport.systemCalls(verb));
    }

    /** The system calls of connecting: what cannot be connected is closed. */
    static Recorder.Fused connecting(Transport transport) {
        List<String> failed = new ArrayList<>(transport.systemCalls(Verb.CONNECT));
        failed.addAll(transport.systemCalls(Verb.CLOSE));
        return new Recorder.Fused(fused(transport, Verb.CONNECT), fused(failed));
    }

    /** The system calls of opening a socket with a name. How far it came when it failed is not known. */
    static Recorder.Fused naming(Transport transport, Verb verb) {
        return new Recorder.Fused(fused(transport, verb), "");
    }

    /**
     * The system calls of closing a connection.
     *
     * @param hasSelector whether one has been used for waiting; the JDK says goodbye before the selector lets go
     */
    static String hangingUp(Transport transport, boolean hasSelector) {
        List<String> calls = transport.systemCalls(Verb.CLOSE);
        boolean says = transport instanceof StreamTransport && hasSelector && !calls.contains("shutdown");
        return says ? "shutdown + " + String.join(" + ", calls) : fused(calls);
    }

    /** The system calls of closing a socket that is bound: a socket file goes first. */
    static String closing(Transport transport, Endpoint bound) {
        List<String> calls = new ArrayList<>(transport.systemCalls(Verb.CLOSE));
        if (bound.name() instanceof PathName) {
            calls.add(0, "unlink");
        }
        return fused(calls);
    }

    private static String fused(List<String> calls) {
        return calls.size() == 1 ? "" : String.join(" + ", calls);
    }

    /** The options that are not what they would be without saying anything, each behind a comma. */
    static String options(Options options) {
        Options usual = Options.DEFAULT;
        return option(!options.blocking(), "non-blocking")
                + option(!options.connectTimeout().isZero(), "connect limit " + show(options.connectTimeout()))
                + option(!options.sendTimeout().isZero(), "send limit " + show(options.sendTimeout()))
                + option(!options.recvTimeout().isZero(), "recv limit " + show(options.recvTimeout()))
                + option(options.sendBufferBytes() > 0, "SO_SNDBUF " + options.sendBufferBytes())
                + option(options.recvBufferBytes() > 0, "SO_RCVBUF " + options.recvBufferBytes())
                + option(!options.noDelay(), "TCP_NODELAY off")
                + option(
                        !options.socketFileMode().equals(usual.socketFileMode()),
                        "mode " + PosixFilePermissions.toString(options.socketFileMode()));
    }

    private static String option(boolean isSet, String words) {
        return isSet ? ", " + words : "";
    }

    private static String show(Duration limit) {
        return limit.toMillis() + " ms";
    }
}
