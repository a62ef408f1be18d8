package dev.ipcdemo.cli.option;

import dev.ipcdemo.service.ServiceName;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a service. */
public final class ServiceNameConverter implements ITypeConverter<ServiceName> {

    /** Made by picocli. */
    public ServiceNameConverter() {}

    @Override
    public ServiceName convert(String text) {
        return Arrays.stream(ServiceName.values())
                .filter(service -> service.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there is no service '" + text + "'; choose from "
                        + Arrays.stream(ServiceName.values())
                                .map(ServiceName::toString)
                                .collect(Collectors.joining(", "))));
    }
}
