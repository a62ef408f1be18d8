package dev.ipcdemo.junit;

import dev.ipcdemo.junit.leak.Leak;
import dev.ipcdemo.junit.leak.LeakDetector;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestInstancePreDestroyCallback;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives fields and parameters what {@link FreeEndpoint}, {@link SocketPath}, {@link Echoing}, {@link Recording} and {@link
 * RelayTo} ask for,
 * gives parameters {@link TestSockets}, and checks {@link NoLeaks}. The annotations register it.
 *
 * <p>What a static field has got is closed after the last test of its class, what another field has got when the test
 * instance ends, and what a parameter has got after the test, or after the class if it is one of a constructor or of a {@code
 * @BeforeAll} method.
 *
 * <p>A transport that does not work on this machine aborts the test or class that asks for it, with the reason. Only a
 * parameter of a constructor or a {@code @TestFactory} method fails it, because JUnit asks no extension about that.
 */
public final class SocketExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                TestInstancePostProcessor,
                TestInstancePreDestroyCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                AbortingParameters {

    /** What belongs to a class or a test, by its unique id. */
    private final Map<String, TestSockets> byContext = new ConcurrentHashMap<>();

    private final Map<Object, TestSockets> byInstance = Collections.synchronizedMap(new IdentityHashMap<>());

    private final Map<String, LeakDetector> detectors = new ConcurrentHashMap<>();

    /** What a test has failed for already does not fail its class again. */
    private final Set<String> reported = Collections.synchronizedSet(new HashSet<>());

    /** Made by JUnit. */
    public SocketExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        startDetector(context);
        Injection.fill(context.getRequiredTestClass(), Optional.empty(), socketsOf(context));
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) throws Exception {
        TestSockets sockets = new TestSockets();
        byInstance.put(instance, sockets);
        Injection.fill(instance.getClass(), Optional.of(instance), sockets);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startDetector(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        uninterrupted(() -> end(context));
    }

    @Override
    public void preDestroyTestInstance(ExtensionContext context) throws Exception {
        TestSockets all = new TestSockets();
        for (Object instance : ending(context)) {
            all.closedAfterwards(() -> close(byInstance.remove(instance)));
        }
        uninterrupted(all::close);
    }

    /** The instances that end with a test or a class, the innermost last: one of an outer class may last longer. */
    private static List<Object> ending(ExtensionContext context) {
        List<Object> ending = new ArrayList<>();
        TestInstancePreDestroyCallback.preDestroyTestInstances(context, instance -> ending.add(0, instance));
        return ending;
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        uninterrupted(() -> end(context));
    }

    @FunctionalInterface
    private interface Cleanup {
        void run() throws IOException, InterruptedException;
    }

    /** What a test has opened is closed, and waited for, also if it has left its thread interrupted. */
    private static void uninterrupted(Cleanup cleanup) throws IOException, InterruptedException {
        boolean wasInterrupted = Thread.interrupted();
        try {
            cleanup.run();
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private TestSockets socketsOf(ExtensionContext context) {
        return byContext.computeIfAbsent(context.getUniqueId(), id -> new TestSockets());
    }

    private static void close(TestSockets sockets) throws IOException {
        if (sockets != null) {
            sockets.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestSockets.class
                || Injection.isAskedFor(parameter.getParameter());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestSockets sockets = socketsOf(context);
        if (parameter.getParameter().getType() == TestSockets.class) {
            return sockets;
        }
        try {
            return Injection.value(
                    sockets, parameter.getParameter(), parameter.getParameter().getType());
        } catch (IOException e) {
            throw new ParameterResolutionException(parameter.getParameter() + " cannot be given: " + e.getMessage(), e);
        }
    }

    private void startDetector(ExtensionContext context) {
        annotation(context).ifPresent(noLeaks -> {
            List<Path> directories =
                    Arrays.stream(noLeaks.socketFilesIn()).map(Path::of).toList();
            detectors.put(context.getUniqueId(), LeakDetector.start(directories));
        });
    }

    /** That of the method, of its class, or of a class around that. */
    private static Optional<NoLeaks> annotation(ExtensionContext context) {
        Optional<NoLeaks> own = context.getElement().flatMap(SocketExtension::annotation);
        Class<?> type = context.getTestClass().orElse(null);
        while (own.isEmpty() && type != null) {
            own = annotation(type);
            type = type.getEnclosingClass();
        }
        return own;
    }

    private static Optional<NoLeaks> annotation(AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, NoLeaks.class);
    }

    /** Closes what belongs to the test or class, and then looks for what it left open. */
    private void end(ExtensionContext context) throws IOException, InterruptedException {
        try (LeakDetector detector = detectors.remove(context.getUniqueId())) {
            close(byContext.remove(context.getUniqueId()));
            if (detector != null) {
                if (context.getTestInstances().isPresent()) {
                    for (Object instance : ending(context)) {
                        closeRelays(byInstance.get(instance));
                    }
                }
                fail(
                        context,
                        detector.find(grace(context), isIgnored(context), () -> forgetClientsThatDoNotEnd(context)));
            }
        }
    }

    private static List<Object> instances(ExtensionContext context) {
        return context.getTestInstances().map(TestInstances::getAllInstances).orElse(List.of());
    }

    /**
     * What a relay has open for a client is no leak of the test. A connection through a relay that lasts longer may
     * last longer, too.
     */
    private void forgetClientsThatDoNotEnd(ExtensionContext context) {
        for (Optional<ExtensionContext> each = context.getParent();
                each.isPresent();
                each = each.get().getParent()) {
            forgetClientsThatDoNotEnd(byContext.get(each.get().getUniqueId()));
        }
        instances(context).forEach(instance -> forgetClientsThatDoNotEnd(byInstance.get(instance)));
    }

    private static void forgetClientsThatDoNotEnd(TestSockets sockets) {
        if (sockets != null) {
            sockets.forgetClientsThatDoNotEnd();
        }
    }

    private static void closeRelays(TestSockets sockets) throws IOException {
        if (sockets != null) {
            sockets.closeRelays();
        }
    }

    private static Duration grace(ExtensionContext context) {
        return Duration.ofMillis(annotation(context).orElseThrow().graceMillis());
    }

    private Predicate<String> isIgnored(ExtensionContext context) {
        List<Predicate<String>> ignoring = Arrays.stream(
                        annotation(context).orElseThrow().ignoring())
                .map(expression -> Pattern.compile(expression).asPredicate())
                .toList();
        boolean isClass = context.getTestMethod().isEmpty();
        return what -> isClass && reported.contains(what) || ignoring.stream().anyMatch(each -> each.test(what));
    }

    private void fail(ExtensionContext context, List<Leak> leaks) {
        if (!leaks.isEmpty()) {
            leaks.forEach(leak -> reported.add(leak.what()));
            throw new AssertionError(context.getDisplayName() + " has left open:\n"
                    + leaks.stream().map(leak -> "- " + leak).collect(Collectors.joining("\n")));
        }
    }
}
