package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.plan.SizeMix;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The sizes of messages in one direction: one size, or several with weights.
 *
 * @param bytes the size; 0 if there are several
 * @param mix the sizes with weights; {@link SizeMix#NONE} if there is one
 */
public record SizeChoice(int bytes, SizeMix mix) {

    /** Reads {@code 64}, {@code 1K}, or {@code 64:80+1K:20}. */
    public static final class Converter implements ITypeConverter<SizeChoice> {

        /** Made by picocli. */
        public Converter() {}

        @Override
        public SizeChoice convert(String text) {
            if (!text.contains(":") && !text.contains("+")) {
                return new SizeChoice(new SizeConverter().convert(text), SizeMix.NONE);
            }
            try {
                return new SizeChoice(0, SizeMix.parse(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /**
     * Those that are one size.
     *
     * @param choices as they were given
     * @return the sizes
     */
    public static List<Integer> single(List<SizeChoice> choices) {
        return choices.stream()
                .filter(choice -> choice.mix.isNone())
                .map(SizeChoice::bytes)
                .toList();
    }

    /**
     * What the sizes are taken from.
     *
     * @param choices as they were given
     * @param files those of files
     * @return mixes; among them {@link SizeMix#NONE} for single sizes; empty if there is no mix
     */
    public static List<SizeMix> mixes(List<SizeChoice> choices, Stream<SizeMix> files) {
        List<SizeMix> mixes = Stream.concat(choices.stream().map(SizeChoice::mix), files)
                .distinct()
                .toList();
        return mixes.equals(List.of(SizeMix.NONE)) ? List.of() : mixes;
    }

    /** As it is given. */
    @Override
    public String toString() {
        return mix.isNone() ? String.valueOf(bytes) : mix.toString();
    }
}
