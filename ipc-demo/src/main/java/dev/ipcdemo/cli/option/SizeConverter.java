package dev.ipcdemo.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: digits, perhaps with K or M, which are powers of 1024. */
public final class SizeConverter implements ITypeConverter<Integer> {

    /** Made by picocli. */
    public SizeConverter() {}

    private static final Pattern SIZE = Pattern.compile("(\\d{1,7})([kKmM]?)(i?[bB])?");
    private static final long MOST = 16 << 20;

    @Override
    public Integer convert(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size; write one like 64, 1K or 64KiB");
        }
        int shift = matcher.group(2).isEmpty() ? 0 : matcher.group(2).equalsIgnoreCase("k") ? 10 : 20;
        long bytes = Long.parseLong(matcher.group(1)) << shift;
        if (bytes < 1 || bytes > MOST) {
            throw new TypeConversionException("'" + text + "' is not a size; it has to be from 1 to 16M");
        }
        return (int) bytes;
    }
}
