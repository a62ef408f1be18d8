package dev.ipcdemo.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a field or a parameter an {@link dev.ipcdemo.sockets.Endpoint} at which nobody listens.
 *
 * <p>On AF_UNIX it is a path in a directory of its own, which is removed afterwards. A port is one that the system has just
 * picked, and that has been released: another program may get it first, though the system hands out others before. Where
 * the server under test can bind port 0, let it do that instead.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SocketExtension.class)
public @interface FreeEndpoint {
    /**
     * The scheme of a transport.
     *
     * @return such as {@code tcp}, {@code udp} or {@code unix}; with a colon and an at sign, such as {@code junix:@}, for
     *     an abstract name
     */
    String value();
}
