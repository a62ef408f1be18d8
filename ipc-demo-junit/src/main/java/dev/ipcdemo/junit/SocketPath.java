package dev.ipcdemo.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a field or a parameter of the type {@link java.nio.file.Path} a path for a socket file. There is nothing yet; it is
 * short enough for {@code sun_path}, in a directory that only its owner may enter, and is removed afterwards with the
 * directory.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SocketExtension.class)
public @interface SocketPath {
    /**
     * The name of the file. In {@code a/b}, {@code a} is a directory, which is made and which only its owner may enter.
     *
     * @return a short relative path that does not lead out of the directory
     */
    String value() default "socket";
}
