package dev.ipcdemo.cli;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Transports;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an endpoint whose scheme is one that there is. */
final class EndpointConverter implements ITypeConverter<Endpoint> {

    @Override
    public Endpoint convert(String text) {
        try {
            Endpoint endpoint = Endpoint.parse(text);
            Transports.byScheme(endpoint.scheme());
            return endpoint;
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
