package dev.ipcdemo.cli.option;

import dev.ipcdemo.compare.plan.SizeMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/** A file of message sizes, as one recorded from a program: one a line, as on the command line. */
public final class SizeFile {

    private static final long MOST_BYTES = 8 << 20;

    private SizeFile() {}

    /**
     * Reads a file. Empty lines, and what follows a {@code #}, do not count.
     *
     * @param file the file
     * @return its sizes
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if a line is not understood, or there are none or too many; the message says which
     */
    public static SizeMix read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(file + " has more than " + MOST_BYTES + " bytes");
        }
        SizeConverter converter = new SizeConverter();
        List<Integer> sizes = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.replaceFirst("#.*", "").strip();
            try {
                if (!text.isEmpty()) {
                    sizes.add(converter.convert(text));
                }
            } catch (TypeConversionException e) {
                throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return SizeMix.ofFile(String.valueOf(file.getFileName()), sizes);
    }
}
