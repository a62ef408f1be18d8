package dev.ipcdemo.cli.option;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Checks the name of an image, so that a wrong one is refused before the image is made. The forms are those of the <a
 * href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI Distribution Specification</a>, with a
 * registry's host before it.
 */
public class ImageNameConverter implements ITypeConverter<String> {

    private static final String HOST = "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?";
    private static final String PART = "[a-z0-9]+(?:(?:[.]|_|__|-+)[a-z0-9]+)*";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    private static final String DIGEST = "[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+";
    private static final String NAME = "(?:" + HOST + "/)?" + PART + "(?:/" + PART + ")*(?::" + TAG + ")?";

    private final Pattern form;

    /** Made by picocli. */
    public ImageNameConverter() {
        this(NAME);
    }

    private ImageNameConverter(String form) {
        this.form = Pattern.compile(form);
    }

    /** The same for an image that exists, which a digest may name. */
    public static final class Existing extends ImageNameConverter {

        /** Made by picocli. */
        public Existing() {
            super(NAME + "(?:@" + DIGEST + ")?");
        }
    }

    @Override
    public String convert(String text) {
        if (!form.matcher(text).matches()) {
            throw new TypeConversionException("'" + text
                    + "' is not the name of an image: lower case letters and digits, with '.', '_', '-' or '/' between them,"
                    + " and a tag after ':', as in ipc-demo:local");
        }
        return text;
    }
}
