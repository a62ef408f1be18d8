package dev.ipcdemo.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a percentage, with or without its sign, as a share: 10% is 0.1. */
public final class PercentConverter implements ITypeConverter<Double> {

    /** Made by picocli. */
    public PercentConverter() {}

    @Override
    public Double convert(String text) {
        if (!text.matches("\\d{1,4}(\\.\\d+)?%?")) {
            throw new TypeConversionException("'" + text + "' is not a percentage; write one like 10 or 10%");
        }
        return Double.parseDouble(text.replace("%", "")) / 100;
    }
}
