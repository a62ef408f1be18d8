package dev.ipcdemo.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number. */
public final class IntegerConverter implements ITypeConverter<Integer> {

    /** Registered for every option that takes one. */
    public IntegerConverter() {}

    @Override
    public Integer convert(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a whole number of at most " + Integer.MAX_VALUE + ": write one like 1000");
        }
    }
}
