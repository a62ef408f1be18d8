package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.plan.Gate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a condition of {@code --fail-if}. */
public final class GateConverter implements ITypeConverter<Gate> {

    /** For picocli. */
    public GateConverter() {}

    @Override
    public Gate convert(String text) {
        try {
            return Gate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
