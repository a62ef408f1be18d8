package dev.ipcdemo.cli.option;

import dev.ipcdemo.demo.spi.Scope;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a scope as it is written on the command line. */
public final class ScopeConverter implements ITypeConverter<Scope> {

    /** Made by picocli. */
    public ScopeConverter() {}

    @Override
    public Scope convert(String text) {
        return Arrays.stream(Scope.values())
                .filter(scope -> scope.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a scope; choose from "
                        + Arrays.stream(Scope.values()).map(Scope::toString).collect(Collectors.joining(", "))));
    }
}
