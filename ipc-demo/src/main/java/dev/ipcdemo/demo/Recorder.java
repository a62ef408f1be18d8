package dev.ipcdemo.demo;

import dev.ipcdemo.demo.Event.Kind;
import dev.ipcdemo.sockets.SocketFailure;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
    <T, X extends Exception> T call(String text, String systemCalls, Call<T, X> call, Function<T, String> show)
            throws X {
        return record(false, text, Fused.always(systemCalls), call, show);
    }

    /**
     * The system calls of a call, if they are not only the one that it is named after.
     *
     * @param done when it does what it should
     * @param failed when it does not
     */
    record Fused(String done, String failed) {
        static final Fused NOTHING = always("");

        static Fused always(String systemCalls) {
            return new Fused(systemCalls, systemCalls);
        }
    }

    /** A call that does what it does at once, by other system calls when it fails. */
    <T, X extends Exception> T call(String text, Fused systemCalls, Call<T, X> call, Function<T, String> show)
            throws X {
        return record(false, text, systemCalls, call, show);
    }

    /** A call that waits for the other side. */
    <T, X extends Exception> T wait(String text, Call<T, X> call, Function<T, String> show) throws X {
        return record(true, text, Fused.NOTHING, call, show);
    }

    /** A call that waits for the other side, unless the socket is not blocking. */
    <T, X extends Exception> T receive(boolean blocking, String text, Call<T, X> call, Function<T, String> show)
            throws X {
        return record(blocking, text, Fused.NOTHING, call, show);
    }

    /** A call without a result. */
    <X extends Exception> void action(String text, String systemCalls, Action<X> action) throws X {
        action(text, systemCalls, action, "");
    }

    /** A call without a result, but with something to be said about it. */
    <X extends Exception> void action(String text, String systemCalls, Action<X> action, String result) throws X {
        this.<Boolean, X>record(
                false,
                text,
                Fused.always(systemCalls),
                () -> {
                    action.run();
                    return true;
                },
                done -> result);
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
            boolean waits, String text, Fused systemCalls, Call<T, X> call, Function<T, String> show) throws X {
        Optional<Tally> counted = tally.get();
        if (counted.isPresent()) {
            counted.get().count(text, systemCalls.done(), waits);
            return call.run();
        }
        long startNs = System.nanoTime();
        try {
            T result = call.run();
            long endNs = System.nanoTime();
            events.accept(
                    new Event(side, Kind.CALL, startNs, endNs, waits, text, show.apply(result), systemCalls.done()));
            return result;
        } catch (Exception e) {
            tell(Kind.FAILED_CALL, startNs, waits, text, words(e), systemCalls.failed());
            throw e;
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
