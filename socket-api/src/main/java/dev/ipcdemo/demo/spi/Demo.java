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
 * One point about sockets, made by the shortest honest program of two sides. Each side gets a {@link Stage}, runs on a
 * thread or in a process of its own, and does its calls through the stage, so that they are seen.
 *
 * <p>A family's own demos are named in {@code META-INF/services/dev.ipcdemo.demo.spi.Demo} of its module. A demo has a
 * public constructor without arguments and no state: its two sides may be two instances in two JVMs.
 */
public interface Demo {

    /**
     * The word that runs it.
     *
     * @return lower-case, such as {@code boundaries}
     */
    String name();

    /**
     * What it shows.
     *
     * @return one line of at most 70 characters
     */
    String summary();

    /**
     * Whether the point can be made on a transport.
     *
     * @param transport any transport
     * @return whether {@link #server} and {@link #client} may be called with it; true, unless the point needs a transport
     *     of a certain kind
     */
    default boolean appliesTo(Transport transport) {
        return true;
    }

    /**
     * In which scopes the point can be made.
     *
     * @return not empty; all, unless the point forbids one
     */
    default Set<Scope> scopes() {
        return EnumSet.allOf(Scope.class);
    }

    /**
     * Why the point cannot be made in the scopes that {@link #scopes} leaves out.
     *
     * @return a clause, such as {@code each host has a loopback interface of its own}; empty if it leaves out none
     */
    default Optional<String> whyNotElsewhere() {
        return Optional.empty();
    }

    /**
     * The lesson's text for it: what happens, by which system calls, and what to look at. It stands beside the demo's
     * class, as a resource {@code NAME.md}.
     *
     * @return Markdown, a title and 15 to 40 lines of at most 100 columns; nothing if the demo has no text
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
     * How long it takes at most, on a busy machine too. Who waits longer, waits for ever: the demo has failed then.
     *
     * @return 20 seconds, unless the point needs another time
     */
    default Duration limit() {
        return Duration.ofSeconds(20);
    }

    /**
     * The side that is there first: it opens, and tells the other side where.
     *
     * @param stage this side's stage
     * @throws Exception if anything fails that the demo does not mean to fail; the demo has failed then
     */
    void server(Stage stage) throws Exception;

    /**
     * The side that comes to it; nothing, for a point that needs one side only.
     *
     * @param stage this side's stage
     * @throws Exception as for {@link #server}
     */
    default void client(Stage stage) throws Exception {}
}
