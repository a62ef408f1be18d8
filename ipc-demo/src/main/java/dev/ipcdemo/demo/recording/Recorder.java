package dev.ipcdemo.demo.recording;

import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes the calls of one side, and turns each into an {@link Event}: when it began and ended, and what came of it. For use
 * by any thread of that side.
 */
public final class Recorder {

    private final Side side;
    private final Consumer<Event> events;
    private final Map<String, Integer> sockets = new ConcurrentHashMap<>();

    /** While present, calls are counted here instead of becoming events. */
    private final AtomicReference<Optional<CallCounts>> counting = new AtomicReference<>(Optional.empty());

    /**
     * Records nothing yet.
     *
     * @param side whose calls they are
     * @param events gets each event, from the thread that made the call
     */
    public Recorder(Side side, Consumer<Event> events) {
        this.side = side;
        this.events = events;
    }

    /**
     * A call.
     *
     * @param <T> the result's type
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Call<T, X extends Exception> {
        /**
         * Makes it.
         *
         * @return its result
         * @throws X if it fails
         */
        T run() throws X;
    }

    /**
     * A call without a result.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Action<X extends Exception> {
        /**
         * Makes it.
         *
         * @throws X if it fails
         */
        void run() throws X;
    }

    /**
     * What a timeline calls a socket.
     *
     * @param noun what it is, such as {@code connection}
     * @param number 1 for the first of this side
     */
    record SocketName(String noun, int number) {

        /** Stands before the socket's calls, to tell the sockets apart: nothing for the first one. */
        String prefix() {
            return number == 1 ? "" : "#" + number + " ";
        }

        @Override
        public String toString() {
            return number == 1 ? noun : noun + " #" + number;
        }
    }

    SocketName nextSocket(String noun) {
        return new SocketName(noun, sockets.merge(noun, 1, Integer::sum));
    }

    /**
     * Makes a call that does not wait for the other side.
     *
     * @param <T> the result's type
     * @param <X> what it may throw
     * @param text the call with its arguments
     * @param call makes it
     * @param show the result as text
     * @return its result
     * @throws X if it fails
     */
    public <T, X extends Exception> T call(String text, Call<T, X> call, Function<? super T, String> show) throws X {
        return call(false, text, call, show);
    }

    /**
     * Makes a call.
     *
     * @param <T> the result's type
     * @param <X> what it may throw
     * @param waits whether it waits for the other side
     * @param text the call with its arguments
     * @param call makes it
     * @param show the result as text
     * @return its result
     * @throws X if it fails
     */
    public <T, X extends Exception> T call(
            boolean waits, String text, Call<T, X> call, Function<? super T, String> show) throws X {
        return call(waits, text, call, show, result -> Effect.NOTHING);
    }

    /** Makes a call, and tells what it changed. */
    <T, X extends Exception> T call(
            boolean waits,
            String text,
            Call<T, X> call,
            Function<? super T, String> show,
            Function<? super T, Effect> effect)
            throws X {
        return record(waits, text, call, (result, made) -> show.apply(result), (result, made) -> effect.apply(result));
    }

    /**
     * Makes a call that has no result and does not wait for the other side.
     *
     * @param <X> what it may throw
     * @param text the call with its arguments
     * @param action makes it
     * @throws X if it fails
     */
    public <X extends Exception> void action(String text, Action<X> action) throws X {
        call(text, withoutResult(action), done -> "");
    }

    /** Makes a call that has no result, and tells what it changed. */
    <X extends Exception> void action(String text, Action<X> action, Effect effect) throws X {
        call(false, text, withoutResult(action), done -> "", done -> effect);
    }

    /**
     * Closes a socket, by one of the verbs that do. Nothing may be left to close, after an interrupt or because the peer was
     * gone.
     */
    <X extends Exception> void close(String verb, SocketName socket, Action<X> close) throws X {
        record(
                false,
                verb + "(" + socket + ")",
                withoutResult(close),
                (done, made) -> made.isEmpty() ? "already closed" : "",
                (done, made) -> Effect.on(closing(made), socket, "", ""));
    }

    private static Effect.Kind closing(List<String> made) {
        if (made.contains("setsockopt")) { // of SO_LINGER
            return Effect.Kind.RESET;
        }
        return made.contains("unlink") ? Effect.Kind.CLOSE_AND_UNLINK : Effect.Kind.CLOSE;
    }

    private static <X extends Exception> Call<Boolean, X> withoutResult(Action<X> action) {
        return () -> {
            action.run();
            return true;
        };
    }

    /**
     * Makes many calls that become one event, with the number of calls of each verb.
     *
     * @param <T> the result's type
     * @param <X> what it may throw
     * @param text what is done
     * @param body makes the calls
     * @return its result, which is shown by its {@code toString}
     * @throws X if it fails
     */
    public <T, X extends Exception> T together(String text, Call<T, X> body) throws X {
        CallCounts counts = new CallCounts();
        if (!counting.compareAndSet(Optional.empty(), Optional.of(counts))) {
            throw new IllegalStateException("another group of calls is being recorded as one");
        }
        long startNs = System.nanoTime();
        try {
            T result = body.run();
            tell(Kind.CALL, startNs, counts.waits(), text, String.valueOf(result), counts.toString(), counts.effect());
            return result;
        } catch (Exception e) {
            tell(Kind.FAILED_CALL, startNs, counts.waits(), text, failure(e), counts.toString(), counts.effect());
            throw e;
        } finally {
            counting.set(Optional.empty());
        }
    }

    private <T, X extends Exception> T record(
            boolean waits,
            String text,
            Call<T, X> call,
            BiFunction<T, List<String>, String> show,
            BiFunction<T, List<String>, Effect> effect)
            throws X {
        Optional<CallCounts> counts = counting.get();
        try (SystemCalls made = SystemCalls.collect()) {
            if (counts.isPresent()) {
                try {
                    T result = call.run();
                    counts.get().add(effect.apply(result, made.names()));
                    return result;
                } finally {
                    counts.get().add(text, made.names(), waits);
                }
            }
            long startNs = System.nanoTime();
            try {
                T result = call.run();
                long endNs = System.nanoTime();
                String shown = show.apply(result, made.names());
                String calls = CallText.systemCalls(text, made.names());
                Effect changed = effect.apply(result, made.names());
                events.accept(new Event(side, Kind.CALL, startNs, endNs, waits, text, shown, calls, changed));
                return result;
            } catch (Exception e) {
                String calls = CallText.systemCalls(text, made.names());
                tell(Kind.FAILED_CALL, startNs, waits, text, failure(e), calls, Effect.NOTHING);
                throw e;
            }
        }
    }

    private void tell(
            Kind kind, long startNs, boolean waits, String text, String result, String systemCalls, Effect effect) {
        events.accept(new Event(side, kind, startNs, System.nanoTime(), waits, text, result, systemCalls, effect));
    }

    /**
     * Records what is no call.
     *
     * @param kind what it is
     * @param text a clause or a sentence
     */
    public void say(Kind kind, String text) {
        long nowNs = System.nanoTime();
        events.accept(new Event(side, kind, nowNs, nowNs, false, text, "", ""));
    }

    /** How a call failed, without the operation and the endpoint, which the call shows already. */
    private static String failure(Exception e) {
        if (e instanceof SocketFailure failure) {
            String sentence = failure.getMessage();
            String subject = failure.operation() + " " + failure.endpoint() + ": ";
            return sentence.startsWith(subject) ? sentence.substring(subject.length()) : sentence;
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
