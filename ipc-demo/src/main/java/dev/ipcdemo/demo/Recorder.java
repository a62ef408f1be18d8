package dev.ipcdemo.demo;

import dev.ipcdemo.demo.Event.Kind;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does calls, and tells of each when it began and ended, and how. One for each side; for use by any of its threads. */
final class Recorder {

    private final Side side;
    private final Consumer<Event> events;
    private final Numbers numbers = new Numbers();

    /** Where calls are counted instead of told, while that is so. */
    private final AtomicReference<Optional<Tally>> tally = new AtomicReference<>(Optional.empty());

    Recorder(Side side, Consumer<Event> events) {
        this.side = side;
        this.events = events;
    }

    /** The numbers of this side's sockets, to tell one from another. */
    Numbers numbers() {
        return numbers;
    }

    /** A call that may throw what the caller says. */
    @FunctionalInterface
    interface Call<T, X extends Exception> {
        T run() throws X;
    }

    /** A call without a result. */
    @FunctionalInterface
    interface Action<X extends Exception> {
        void run() throws X;
    }

    /** A call that does what it does at once. */
    <T, X extends Exception> T call(String text, Call<T, X> call, Function<T, String> show) throws X {
        return record(false, text, call, (result, made) -> show.apply(result));
    }

    /** A call that waits for the other side. */
    <T, X extends Exception> T wait(String text, Call<T, X> call, Function<T, String> show) throws X {
        return receive(true, text, call, show);
    }

    /** A call that waits for the other side, unless the socket is not blocking. */
    <T, X extends Exception> T receive(boolean blocking, String text, Call<T, X> call, Function<T, String> show)
            throws X {
        return record(blocking, text, call, (result, made) -> show.apply(result));
    }

    /** A call without a result. */
    <X extends Exception> void action(String text, Action<X> action) throws X {
        call(text, withoutResult(action), done -> "");
    }

    /** Closing a socket, of which nothing may be left to close: by an interrupt, or because its peer was gone. */
    <X extends Exception> void close(Numbers.Name socket, Action<X> close) throws X {
        record(
                false,
                "close(" + socket + ")",
                withoutResult(close),
                (done, made) -> made.isEmpty() ? "was closed before" : "");
    }

    private static <X extends Exception> Call<Boolean, X> withoutResult(Action<X> action) {
        return () -> {
            action.run();
            return true;
        };
    }

    /** Many calls, told as one; those in it are counted. */
    <T, X extends Exception> T together(String text, Call<T, X> body, Function<T, String> show) throws X {
        Tally counted = new Tally();
        if (!tally.compareAndSet(Optional.empty(), Optional.of(counted))) {
            throw new IllegalStateException("calls are being shown together already");
        }
        long startNs = System.nanoTime();
        try {
            T result = body.run();
            tell(Kind.CALL, startNs, counted.waits(), text, show.apply(result), counted.toString());
            return result;
        } catch (Exception e) {
            tell(Kind.FAILED_CALL, startNs, counted.waits(), text, words(e), counted.toString());
            throw e;
        } finally {
            tally.set(Optional.empty());
        }
    }

    private <T, X extends Exception> T record(
            boolean waits, String text, Call<T, X> call, BiFunction<T, List<String>, String> show) throws X {
        Optional<Tally> counted = tally.get();
        try (SystemCalls made = SystemCalls.collect()) {
            if (counted.isPresent()) {
                try {
                    return call.run();
                } finally {
                    counted.get().count(text, made.names(), waits);
                }
            }
            long startNs = System.nanoTime();
            try {
                T result = call.run();
                long endNs = System.nanoTime();
                String shown = show.apply(result, made.names());
                events.accept(new Event(
                        side, Kind.CALL, startNs, endNs, waits, text, shown, Names.fused(text, made.names())));
                return result;
            } catch (Exception e) {
                tell(Kind.FAILED_CALL, startNs, waits, text, words(e), Names.fused(text, made.names()));
                throw e;
            }
        }
    }

    private void tell(Kind kind, long startNs, boolean waits, String text, String result, String systemCalls) {
        events.accept(new Event(side, kind, startNs, System.nanoTime(), waits, text, result, systemCalls));
    }

    void say(Kind kind, String text) {
        long nowNs = System.nanoTime();
        events.accept(new Event(side, kind, nowNs, nowNs, false, text, "", ""));
    }

    /** A failure without what it was attempted on, which the call shows already. */
    static String words(Exception e) {
        if (e instanceof SocketFailure failure) {
            String sentence = failure.getMessage();
            String subject = failure.operation() + " " + failure.endpoint() + ": ";
            return sentence.startsWith(subject) ? sentence.substring(subject.length()) : sentence;
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
