package dev.ipcdemo.cli.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a file's path. The JVM reads bytes that are not UTF-8 as U+FFFD, which would be another file, and the same one for
 * different names.
 */
public final class PathConverter implements ITypeConverter<Path> {

    /** Made by picocli. */
    public PathConverter() {}

    @Override
    public Path convert(String text) {
        if (text.indexOf('\ufffd') >= 0) {
            throw new TypeConversionException("'" + text
                    + "' is not a file: the name contains bytes that are not UTF-8, or U+FFFD, which stands for them");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is not a file: " + e.getReason());
        }
    }
}
