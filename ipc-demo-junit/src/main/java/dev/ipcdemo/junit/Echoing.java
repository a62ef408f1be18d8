package dev.ipcdemo.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a field or a parameter a {@link RecordingServer} that sends back what it receives.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SocketExtension.class)
public @interface Echoing {
    /**
     * The scheme of a transport.
     *
     * @return such as {@code tcp}, {@code udp} or {@code unix}
     */
    String value();
}
