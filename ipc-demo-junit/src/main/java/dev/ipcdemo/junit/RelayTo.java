package dev.ipcdemo.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a field a {@link dev.ipcdemo.relay.Relay} before a service: what connects to the relay's endpoint reaches the service,
 * with faults that the test can change while it runs.
 *
 * <p>The relay connects to the service when a client comes, so the service may start later.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SocketExtension.class)
public @interface RelayTo {

    /**
     * The service.
     *
     * @return the name of a field of the same class that has a value before the relay is made: an {@link
     *     dev.ipcdemo.sockets.Endpoint} or a {@link RecordingServer}
     */
    String value();

    /**
     * Where the relay listens.
     *
     * @return the scheme of a transport; empty for that of the service
     */
    String listen() default "";

    /**
     * What it does wrong, in both directions.
     *
     * @return such as {@code delay=50ms loss=10%}, as {@link dev.ipcdemo.relay.Faults#parse} reads it
     */
    String faults() default "";
}
