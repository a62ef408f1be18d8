package dev.ipcdemo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code serve --service chat} in one container, and {@code connect} in three others. */
@Tag("containers")
@Tag("once")
final class ChatTest {

    private static final Duration SOON = Duration.ofSeconds(120);

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
            person.awaitLine("*");
            codes(person).forEach(person::type);
            person.awaitLine("* welcome"); // else one who is slow to come in misses what the others do
        }
        ann.type("/nick ann");
        bob.type("/nick bob");
        cleo.type("/nick cleo");
        for (String name : new String[] {"ann", "bob", "cleo"}) {
            for (Terminal person : new Terminal[] {ann, bob, cleo}) {
                person.awaitLine("is now " + name);
            }
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

    /** Something is said before the server is connected to, as by somebody who types ahead; longer than the answer over UDP. */
    private static Terminal start(String name, String to) throws IOException {
        return LAB.terminal(name, "connect", to).type("may I please come in now?");
    }

    /** Over UDP, what a newcomer has to say to prove its address. */
    private static List<String> codes(Terminal person) {
        return person.lines().stream()
                .filter(line -> line.startsWith("* to join, say "))
                .map(line -> line.substring(line.indexOf('/')))
                .toList();
    }
}
