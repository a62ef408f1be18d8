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
 * Demonstrates one point about sockets with a short program of two sides. Each side runs on a thread or in a process of
 * its own, gets a {@link Stage}, and makes its calls through the stage, so that they are shown.
 *
 * <p>A family's own demos are named in {@code META-INF/services/dev.ipcdemo.demo.spi.Demo} of its module. A demo has a
 * public constructor without arguments and no state: its two sides may be two instances in two JVMs.
 */
public interface Demo {

    /**
     * The name of the demo on the command line.
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
     * Whether the demo works on a transport.
     *
     * @param transport any transport
     * @return whether {@link #server} and {@link #client} may be called with it; true by default
     */
    default boolean appliesTo(Transport transport) {
        return true;
    }

    /**
     * The scopes in which the demo works.
     *
     * @return not empty; all of them by default
     */
    default Set<Scope> scopes() {
        return EnumSet.allOf(Scope.class);
    }

    /**
     * Why the demo does not work in the scopes that {@link #scopes} leaves out.
     *
     * @return a clause, such as {@code each host has a loopback interface of its own}; empty if there are none
     */
    default Optional<String> whyNotElsewhere() {
        return Optional.empty();
    }

    /**
     * The text that explains the demo: what happens, which system calls are made, and what to look at. It is the
     * resource {@code NAME.md} beside the demo's class.
     *
     * @return Markdown: a title and 15 to 40 lines of at most 100 columns; empty if the demo has no text
     */
    default Optional<String> explanation() {
        try (InputStream text = getClass().getResourceAsStream(name() + ".md")) {
            return text == null
                    ? Optional.empty()
                    : Optional.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the text of demo " + name() + " cannot be read", e);
        }
    }

    /**
     * The longest time that the demo may take, even on a busy machine. A wait that exceeds it fails the demo.
     *
     * @return 20 seconds by default
     */
    default Duration limit() {
        return Duration.ofSeconds(20);
    }

    /**
     * The side that starts first: it opens a socket, and tells the other side where.
     *
     * @param stage this side's stage
     * @throws Exception if anything fails that the demo does not expect to fail; the demo has failed then
     */
    void server(Stage stage) throws Exception;

    /**
     * The side that connects to it. Does nothing by default, for a demo with one side only.
     *
     * @param stage this side's stage
     * @throws Exception as for {@link #server}
     */
    default void client(Stage stage) throws Exception {}
}
