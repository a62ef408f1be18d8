package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code serve --service chat} in one container, and {@code connect} in three others. */
@Tag("containers")
final class ChatTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final Lab LAB = new Lab();

    @ParameterizedTest
    @CsvSource(textBlock = Lab.EVERY_TRANSPORT)
    void threePeopleInThreeContainersTalk(String at, String to) throws Exception {
        Terminal server = LAB.terminal("server", "serve", at, "--service", "chat");
        server.awaitLine("on " + at.substring(0, at.indexOf(':')));
        Terminal ann = start("ann", to);
        Terminal bob = start("bob", to);
        Terminal cleo = start("cleo", to);
        for (Terminal person : new Terminal[] {ann, bob, cleo}) {
            person.awaitLine("is now ");
        }
        ann.type("hello all");
        bob.awaitLine("<ann> hello all");
        cleo.awaitLine("<ann> hello all");
        cleo.type("/nick zoe");
        ann.awaitLine("* cleo is now zoe");
        bob.type("/quit").awaitLine("* goodbye, bob");
        ann.awaitLine("* bob left");
        cleo.type("still here");
        ann.awaitLine("<zoe> still here");
        assertThat(ann.lines()).noneMatch(line -> line.contains("<ann>"));
        server.signal("TERM");
        assertThat(server.container().await(SOON)).isTrue();
        assertThat(server.container().exitStatus()).hasValue(0);
    }

    /** The name is said before the server is connected to, as by somebody who types ahead. */
    private static Terminal start(String name, String to) throws IOException {
        return LAB.terminal(name, "connect", to).type("/nick " + name);
    }
}
