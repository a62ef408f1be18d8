package dev.ipcdemo.cli.terminal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGINT and SIGTERM as a wish to stop, instead of the end of the JVM: the command then ends in order and with a status
 * of its own. A shutdown hook could not do that: the JVM is then already on its way out, with status 130 or 143.
 *
 * <p>The first signal is passed on; any further one ends the JVM, as it would without this. {@link #close} puts things
 * back as they were.
 */
public final class Signals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Deque<Runnable> undo = new ArrayDeque<>();

    private Signals() {}

    /**
     * Has an action run on the first signal. Where the runtime does not allow that (with {@code -Xrs}, say), signals do
     * what they always do.
     *
     * @param action what to do, from a thread of the runtime's
     * @return to be closed at the end
     */
    public static Signals onStop(Runnable action) {
        Signals signals = new Signals();
        for (String name : new String[] {"INT", "TERM"}) {
            try {
                signals.handle(name, action);
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.debug("SIG{} is left as it is", name, e);
            }
        }
        return signals;
    }

    /** By reflection, because javac warns of {@code sun.misc.Signal}, and with {@code -Werror} fails. */
    private void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signalClass = Class.forName("sun.misc.Signal");
        Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
        Constructor<?> constructor = signalClass.getConstructor(String.class);
        Object signal = constructor.newInstance(name);
        MethodHandle stop = MethodHandles.lookup()
                .findVirtual(Signals.class, "stop", MethodType.methodType(void.class, Runnable.class, Object.class))
                .bindTo(this)
                .bindTo(action);
        Object handler = MethodHandleProxies.asInterfaceInstance(
                handlerClass, stop.asType(MethodType.methodType(void.class, signalClass)));
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

    private void stop(Runnable action, Object signal) {
        LOG.debug("{}", signal);
        close();
        action.run();
    }

    @Override
    public synchronized void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
