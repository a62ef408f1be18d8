package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.plan.RateBound;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what a rate must keep, such as {@code p99 < 200us}. */
public final class RateBoundConverter implements ITypeConverter<RateBound> {

    private static final Pattern FORM = Pattern.compile(
            "\\s*p(\\d{1,2}(?:\\.\\d{1,2})?)\\s*<\\s*(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ns|us|µs|ms|s)\\s*");

    private static final Map<String, Long> NANOSECONDS =
            Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);

    /** Made by picocli. */
    public RateBoundConverter() {}

    @Override
    public RateBound convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || new BigDecimal(parts.group(1)).signum() == 0) {
            throw new TypeConversionException("'" + text + "' is not a bound: write one like 'p99 < 200us'");
        }
        String unit = parts.group(3).replace("us", "µs");
        return new RateBound(
                "p" + parts.group(1) + " < " + parts.group(2) + " " + unit,
                Double.parseDouble(parts.group(1)),
                new BigDecimal(parts.group(2))
                        .multiply(BigDecimal.valueOf(NANOSECONDS.get(unit)))
                        .longValue());
    }
}
