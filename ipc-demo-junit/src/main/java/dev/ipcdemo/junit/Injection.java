package dev.ipcdemo.junit;

import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
                throw new ExtensionConfigurationException("@" + kind.annotation().getSimpleName() + " gives a "
                        + kind.value().getName() + ", and " + place + " is of another type");
            }
        }
    }

    @FunctionalInterface
    private interface Value {
        Object make(TestSockets sockets) throws IOException;
    }

    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(
                    FreeEndpoint.class,
                    Endpoint.class,
                    (sockets, free) -> sockets.freeEndpoint(free.value())),
            new Kind<>(
                    SocketPath.class, Path.class, (sockets, path) -> sockets.socketPath(path.value())),
            new Kind<>(Echoing.class, RecordingServer.class, (sockets, echo) -> sockets.echoServer(echo.value())),
            new Kind<>(
                    Recording.class,
                    RecordingServer.class,
                    (sockets, recording) -> sockets.recordingServer(recording.value())));

    private Injection() {}

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

    /** Fills the static fields of a class, or the others of an instance of it. */
    static void fill(Class<?> testClass, Optional<Object> instance, TestSockets sockets)
            throws IOException, IllegalAccessException {
        for (Field field : ReflectionSupport.findFields(
                testClass,
                field -> Modifier.isStatic(field.getModifiers()) == instance.isEmpty()
                        && request(field).isPresent(),
                HierarchyTraversalMode.TOP_DOWN)) {
            Request request = request(field).orElseThrow();
            request.checkType(field.getType(), field);
            if (Modifier.isFinal(field.getModifiers())) {
                throw new ExtensionConfigurationException(field + " must not be final, because it is assigned");
            }
            field.setAccessible(true);
            field.set(instance.orElse(null), request.value().make(sockets));
        }
    }
}
