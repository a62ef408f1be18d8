package dev.ipcdemo.cli;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an endpoint whose scheme is one that there is. */
final class EndpointConverter implements ITypeConverter<Endpoint> {

    @Override
    public Endpoint convert(String text) {
        try {
            Endpoint endpoint = Endpoint.parse(text);
            checkForm(endpoint, Transports.byScheme(endpoint.scheme()));
            return endpoint;
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** A path for TCP, or a port for AF_UNIX, is a slip of the pen and no failure of the network. */
    private static void checkForm(Endpoint endpoint, Transport transport) {
        boolean isUnix = transport.domains().contains(Domain.AF_UNIX);
        boolean fits = endpoint.name() instanceof AnyName || isUnix != endpoint.name() instanceof HostPort;
        if (!fits) {
            String expected = isUnix ? ":PATH" : "://HOST:PORT";
            throw new IllegalArgumentException(
                    "'" + endpoint + "' is no endpoint of this transport: write " + transport.scheme() + expected);
        }
    }
}
