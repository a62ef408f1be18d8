package dev.ipcdemo.junit;

import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** What the annotations on fields and parameters ask for. */
final class Injection {

    /**
     * One annotation.
     *
     * @param <A> its type
     * @param annotation its type
     * @param value the type that a field or parameter has
     * @param maker makes the value
     */
    private record Kind<A extends Annotation>(Class<A> annotation, Class<?> value, Maker<A> maker) {

        Optional<Request> on(AnnotatedElement element) {
            return AnnotationSupport.findAnnotation(element, annotation)
                    .map(found -> new Request(this, sockets -> maker.make(sockets, found)));
        }
    }

    @FunctionalInterface
    private interface Maker<A> {
        Object make(TestSockets sockets, A annotation) throws IOException;
    }

    /** A value that is asked for. */
    private record Request(Kind<?> kind, Value value) {

        void checkType(Class<?> type, Object place) {
            if (!type.isAssignableFrom(kind.value())) {
                throw new ExtensionConfigurationException(
                        "@" + kind.annotation().getSimpleName() + " gives a "
                                + kind.value().getName() + ", and " + place + " is of another type");
            }
        }
    }

    @FunctionalInterface
    private interface Value {
        Object make(TestSockets sockets) throws IOException;
    }

    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(FreeEndpoint.class, Endpoint.class, (sockets, free) -> sockets.freeEndpoint(free.value())),
            new Kind<>(SocketPath.class, Path.class, (sockets, path) -> sockets.socketPath(path.value())),
            new Kind<>(Echoing.class, RecordingServer.class, (sockets, echo) -> sockets.echoServer(echo.value())),
            new Kind<>(
                    Recording.class,
                    RecordingServer.class,
                    (sockets, recording) -> sockets.recordingServer(recording.value())));

    private Injection() {}

    /** The service that a relay is for. */
    private static Endpoint target(Field field, Optional<Object> instance) throws IllegalAccessException {
        String name = field.getAnnotation(RelayTo.class).value();
        Field service = ReflectionSupport.findFields(
                        field.getDeclaringClass(),
                        other -> other.getName().equals(name),
                        HierarchyTraversalMode.BOTTOM_UP)
                .stream()
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException(
                        field + " is a relay to '" + name + "', and there is no such field"));
        if (instance.isEmpty() && !Modifier.isStatic(service.getModifiers())) {
            throw new ExtensionConfigurationException(
                    field + " is static, and a relay to '" + name + "', which is not: make both static, or neither");
        }
        service.setAccessible(true);
        Object value =
                Modifier.isStatic(service.getModifiers()) ? service.get(null) : service.get(instance.orElse(null));
        if (value instanceof RecordingServer server) {
            return server.endpoint();
        }
        if (value instanceof Endpoint endpoint) {
            return endpoint;
        }
        throw new ExtensionConfigurationException(field + " is a relay to '" + name
                + "', which must be an Endpoint or a RecordingServer, and is " + value + " when the relay is made");
    }

    private static Relay relay(Field field, Optional<Object> instance, TestSockets sockets)
            throws IOException, IllegalAccessException {
        RelayTo wanted = field.getAnnotation(RelayTo.class);
        Endpoint target = target(field, instance);
        return sockets.relay(
                wanted.listen().isEmpty() ? target.scheme() : wanted.listen(), target, Faults.parse(wanted.faults()));
    }

    private static Optional<Request> request(AnnotatedElement element) {
        return KINDS.stream().flatMap(kind -> kind.on(element).stream()).findFirst();
    }

    /** Whether a parameter asks for something. */
    static boolean isAskedFor(AnnotatedElement parameter) {
        return request(parameter).isPresent();
    }

    /** What a parameter asks for. */
    static Object value(TestSockets sockets, AnnotatedElement parameter, Class<?> type) throws IOException {
        Request request = request(parameter).orElseThrow();
        request.checkType(type, parameter);
        return request.value().make(sockets);
    }

    /** Fills the static fields of a class, or the others of an instance of it: relays last, because they need the others. */
    static void fill(Class<?> testClass, Optional<Object> instance, TestSockets sockets)
            throws IOException, IllegalAccessException {
        for (Field field : fields(testClass, instance, field -> request(field).isPresent())) {
            Request request = request(field).orElseThrow();
            request.checkType(field.getType(), field);
            assign(field, instance, request.value().make(sockets));
        }
        for (Field field : fields(testClass, instance, field -> field.isAnnotationPresent(RelayTo.class))) {
            assign(field, instance, relay(field, instance, sockets));
        }
    }

    private static List<Field> fields(Class<?> testClass, Optional<Object> instance, Predicate<Field> isWanted) {
        return ReflectionSupport.findFields(
                testClass,
                field -> Modifier.isStatic(field.getModifiers()) == instance.isEmpty() && isWanted.test(field),
                HierarchyTraversalMode.TOP_DOWN);
    }

    private static void assign(Field field, Optional<Object> instance, Object value) throws IllegalAccessException {
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException(field + " must not be final, because it is assigned");
        }
        field.setAccessible(true);
        field.set(instance.orElse(null), value);
    }
}
