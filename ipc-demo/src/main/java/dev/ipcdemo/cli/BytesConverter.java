package dev.ipcdemo.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes such as {@code 1400}, {@code 64k} or {@code 1m}, where k is 1024. */
final class BytesConverter implements ITypeConverter<Integer> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([km]?)");

    private static final long LARGEST = 1L << 30;

    @Override
    public Integer convert(String text) {
        Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new TypeConversionException("'" + text + "' is no size: write bytes, as in 1400, 64k or 1m");
        }
        long unit = switch (parts.group(2)) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            default -> 1;
        };
        long bytes = Long.parseLong(parts.group(1)) * unit;
        if (bytes > LARGEST) {
            throw new TypeConversionException("'" + text + "' is too large: at most 1024m");
        }
        return (int) bytes;
    }
}
