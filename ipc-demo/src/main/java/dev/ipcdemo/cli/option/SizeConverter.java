package dev.ipcdemo.cli.option;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: digits, perhaps with K, M or G, which are powers of 1024. */
public final class SizeConverter implements ITypeConverter<Integer> {

    /** Made by picocli. */
    public SizeConverter() {}

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kKmMgG]?)(i?[bB])?");
    private static final String UNITS = "kmg";
    private static final long MOST = 16 << 20;

    @Override
    public Integer convert(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size; write one like 64, 1K or 64KiB");
        }
        int shift = 10 * (UNITS.indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1);
        long bytes = Long.parseLong(matcher.group(1)) << (matcher.group(2).isEmpty() ? 0 : shift);
        if (bytes < 1 || bytes > MOST) {
            throw new TypeConversionException(
                    "'" + text + "' is not a size that can be used: the largest is 16M, and the" + " smallest 1");
        }
        return (int) bytes;
    }
}
