package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Options.Option;

/**
 * An option with a value that is not its default.
 *
 * @param option the option
 * @param value the value
 * @param <T> the type of its values
 */
public record OptionValue<T>(Option<T> option, T value) {

    /** Socket options in which only this is changed. */
    public Options alone() {
        return Options.DEFAULT.with(option, value);
    }

    @Override
    public String toString() {
        return option + " " + value;
    }
}
