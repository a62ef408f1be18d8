package dev.ipcdemo.demo.spi;

import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One point about sockets, made by the shortest honest program with two sides. Each side runs on a thread or in a process
 * of its own, and makes its calls through its {@link Stage}, which shows them.
 *
 * <p>A family's own demos are named in {@code META-INF/services/dev.ipcdemo.demo.spi.Demo} of its module. A demo has a
 * public constructor without arguments, and no state, because its two sides may be two instances in two JVMs.
 */
public interface Demo {

    /**
     * The name to run it by.
     *
     * @return lower-case, such as {@code boundaries}
     */
    String name();

    /**
     * What the demo shows.
     *
     * @return one line of at most 70 characters
     */
    String summary();

    /**
     * Whether the demo can be run over a transport.
     *
     * @param transport any transport
     * @return whether {@link #server} and {@link #client} may be called with it; true by default
     */
    default boolean appliesTo(Transport transport) {
        return true;
    }

    /**
     * The scopes that the demo can be run in.
     *
     * @return not empty; every scope, unless the demo makes no sense in one
     */
    default Set<Scope> scopes() {
        return EnumSet.allOf(Scope.class);
    }

    /**
     * Why the demo cannot be run in the scopes that {@link #scopes} leaves out.
     *
     * @return a clause, such as {@code each host has a loopback interface of its own}; empty if no scope is left out
     */
    default Optional<String> whyNotElsewhere() {
        return Optional.empty();
    }

    /**
     * Explains the demo: what happens, by which system calls, and what to look at. The text is the resource {@code NAME.md}
     * beside the demo's class.
     *
     * @return Markdown, a title and below it 15 to 40 lines of at most 100 columns; empty if the demo has no text
     */
    default Optional<String> explanation() {
        try (InputStream text = getClass().getResourceAsStream(name() + ".md")) {
            return text == null
                    ? Optional.empty()
                    : Optional.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the explanation of demo " + name(), e);
        }
    }

    /**
     * How long it may take, even on a busy machine. A run that takes longer fails.
     *
     * @return a minute, unless the demo needs another limit
     */
    default Duration limit() {
        return Duration.ofMinutes(1);
    }

    /**
     * The side that opens a socket, and tells the other side where it is.
     *
     * @param stage this side's stage
     * @throws Exception if something fails that was not meant to; this fails the demo
     */
    void server(Stage stage) throws Exception;

    /**
     * The side that connects or sends to the server; does nothing in a demo that needs one side only.
     *
     * @param stage this side's stage
     * @throws Exception as for {@link #server}
     */
    default void client(Stage stage) throws Exception {}
}
