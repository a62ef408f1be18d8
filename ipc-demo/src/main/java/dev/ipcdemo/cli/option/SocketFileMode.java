package dev.ipcdemo.cli.option;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyAbstractName;
import dev.ipcdemo.sockets.Transports;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Permissions, as chmod(1) takes them in octal or as ls(1) shows them.
 *
 * @param permissions the permissions
 */
public record SocketFileMode(Set<PosixFilePermission> permissions) {

    /**
     * Whether an endpoint has a file that can have permissions.
     *
     * @param endpoint of a scheme that there is
     * @return false for an abstract name, and for all but AF_UNIX
     */
    public static boolean isFor(Endpoint endpoint) {
        return Transports.byScheme(endpoint.scheme()).domains().contains(Domain.AF_UNIX)
                && !(endpoint.name() instanceof AbstractName)
                && !(endpoint.name() instanceof AnyAbstractName);
    }

    /** Reads {@code 660}, {@code 0660} or {@code rw-rw----}. */
    public static final class Converter implements ITypeConverter<SocketFileMode> {

        /** Made by picocli. */
        public Converter() {}

        @Override
        public SocketFileMode convert(String text) {
            try {
                return new SocketFileMode(PosixFilePermissions.fromString(
                        text.matches("0?[0-7]{3}") ? letters(Integer.parseInt(text, 8)) : text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not a file mode: write octal digits or letters, as in 0660 or rw-rw----");
            }
        }

        private static String letters(int mode) {
            StringBuilder letters = new StringBuilder();
            for (int bit = 8; bit >= 0; bit--) {
                letters.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
            }
            return letters.toString();
        }
    }
}
