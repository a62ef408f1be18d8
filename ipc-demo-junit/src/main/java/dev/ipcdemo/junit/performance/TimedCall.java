package dev.ipcdemo.junit.performance;

import java.util.Objects;

/**
 * A piece of code whose duration is measured, such as a request and its answer. It is called many times, by one thread.
 *
 * @param name what it is called in messages
 * @param body what is timed
 */
public record TimedCall(String name, Body body) {

    /** Code that may fail. */
    @FunctionalInterface
    public interface Body {
        /**
         * Does it once. What it computes should have an effect, or the compiler may leave it out.
         *
         * @throws Exception if it fails, and with it the measurement
         */
        void run() throws Exception;
    }

    /**
     * Checks that neither is missing.
     *
     * @param name the name
     * @param body the code
     */
    public TimedCall {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(body, "body");
    }

    /**
     * Names a piece of code.
     *
     * @param name what it is called in messages
     * @param body what is timed
     * @return the two together
     */
    public static TimedCall of(String name, Body body) {
        return new TimedCall(name, body);
    }
}
