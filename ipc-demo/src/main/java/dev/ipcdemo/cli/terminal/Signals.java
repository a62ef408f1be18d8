package dev.ipcdemo.cli.terminal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals that are passed on, instead of ending the JVM: the command then ends in order and with a status of its own. A
 * shutdown hook could not do that: the JVM is then already on its way out, with status 130 or 143.
 *
 * <p>{@link #close} puts things back as they were. Where the runtime does not allow any of this (with {@code -Xrs}, say),
 * signals do what they always do.
 */
public final class Signals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Deque<Runnable> undo = new ArrayDeque<>();

    private Signals() {}

    /**
     * Has an action run on the first SIGINT or SIGTERM. A later one ends the JVM, as it would without this. One that arrives
     * twice in a moment, as timeout(1) sends it, counts once.
     *
     * @param action what to do, from a thread of the runtime's
     * @return to be closed at the end
     */
    public static Signals onStop(Runnable action) {
        StopRequests requests = new StopRequests(action, System::exit, System::nanoTime);
        return new Signals().handle(List.of("INT", "TERM"), requests::received);
    }

    /**
     * Has an action run on each SIGINT, SIGTERM and SIGHUP.
     *
     * @param action what to do with the signal of a name such as {@code INT}, from a thread of the runtime's
     * @return to be closed at the end
     */
    public static Signals onEach(Consumer<String> action) {
        return new Signals().handle(List.of("INT", "TERM", "HUP"), action);
    }

    private Signals handle(List<String> names, Consumer<String> action) {
        for (String name : names) {
            try {
                handle(name, () -> action.accept(name));
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.debug("SIG{} is left as it is", name, e);
            }
        }
        return this;
    }

    /** By reflection, because javac warns of {@code sun.misc.Signal}, and with {@code -Werror} fails. */
    private void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signalClass = Class.forName("sun.misc.Signal");
        Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
        Constructor<?> constructor = signalClass.getConstructor(String.class);
        Object signal = constructor.newInstance(name);
        MethodHandle received = MethodHandles.lookup()
                .findVirtual(Signals.class, "received", MethodType.methodType(void.class, Runnable.class, Object.class))
                .bindTo(this)
                .bindTo(action);
        Object handler = MethodHandleProxies.asInterfaceInstance(
                handlerClass, received.asType(MethodType.methodType(void.class, signalClass)));
        var handle = signalClass.getMethod("handle", signalClass, handlerClass);
        Object before = handle.invoke(null, signal, handler);
        undo.push(() -> {
            try {
                handle.invoke(null, signal, before);
            } catch (ReflectiveOperationException e) {
                LOG.debug("SIG{} cannot be put back", name, e);
            }
        });
    }

    private void received(Runnable action, Object signal) {
        LOG.debug("{}", signal);
        action.run();
    }

    @Override
    public synchronized void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
