package dev.ipcdemo.cli.option;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyAbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Reads an endpoint whose scheme is one that there is. */
public final class EndpointConverter implements ITypeConverter<Endpoint> {

    /** Made by picocli. */
    public EndpointConverter() {}

    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[[^\\[\\]]*]|[^:/@]*):[0-9]+");

    private static final Pattern PATH = Pattern.compile("\\.{0,2}/.*");

    /** As in {@code unix://tmp/a.sock}. */
    private static final Pattern SLASHES = Pattern.compile("(\\w+:)/(/[^/].*)");

    @Override
    public Endpoint convert(String text) {
        try {
            return read(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(meant(text)
                    .map(endpoint -> "'" + text + "' is not an endpoint: did you mean " + endpoint + "?")
                    .orElse(e.getMessage()));
        }
    }

    private static Endpoint read(String text) {
        Endpoint endpoint = Endpoint.parse(text);
        checkForm(endpoint, transport(endpoint.scheme()));
        return endpoint;
    }

    private static Transport transport(String scheme) {
        return Transports.all().stream()
                .filter(transport -> transport.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Choice.refusal(
                        "transport",
                        scheme,
                        Transports.all().stream().map(Transport::scheme).toList())));
    }

    /**
     * The endpoint that was probably meant by a text that is not one: its scheme is missing, or it has a slash too many.
     *
     * @param text what was written
     * @return the endpoint; empty if there is no good guess
     */
    public static Optional<Endpoint> meant(String text) {
        Matcher slashes = SLASHES.matcher(text);
        String whole = slashes.matches()
                ? slashes.group(1) + slashes.group(2)
                : HOST_AND_PORT.matcher(text).matches()
                        ? "tcp://" + text
                        : text.startsWith("@")
                                ? "junix:" + text
                                : PATH.matcher(text).matches() ? "unix:" + text : "";
        try {
            return Optional.of(read(whole));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Only a server can leave its name to the transport.
     *
     * @param endpoint of a peer
     * @param command whose argument it is
     * @throws ParameterException if it names none
     */
    public static void requireNamed(Endpoint endpoint, CommandLine command) {
        if (endpoint.name() instanceof AnyName || endpoint.name() instanceof AnyAbstractName) {
            throw new ParameterException(
                    command, "'" + endpoint + "' names no peer: give the endpoint that its server printed");
        }
    }

    /** A path for TCP, or a port for AF_UNIX, is a slip of the pen and no failure of the network. */
    private static void checkForm(Endpoint endpoint, Transport transport) {
        boolean isUnix = transport.domains().contains(Domain.AF_UNIX);
        boolean fits = endpoint.name() instanceof AnyName || isUnix != endpoint.name() instanceof HostPort;
        if (!fits) {
            String expected = isUnix ? ":PATH" : "://HOST:PORT";
            throw new IllegalArgumentException(
                    "'" + endpoint + "' is not an endpoint of this transport: write " + transport.scheme() + expected);
        }
    }
}
