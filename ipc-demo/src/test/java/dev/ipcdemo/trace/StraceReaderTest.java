package dev.ipcdemo.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.trace.TraceEntry.SystemCall;
import dev.ipcdemo.trace.TraceEntry.ThreadEnd;
import dev.ipcdemo.trace.TraceEntry.ThreadStart;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StraceReaderTest {

    private final StraceReader reader = new StraceReader();

    private List<TraceEntry> read(String... lines) {
        return Stream.of(lines).flatMap(line -> reader.read(line).stream()).toList();
    }

    @Test
    void readsACall() {
        assertThat(read("947   1795759146.861406 bind(3<TCP:[35459904]>, {sa_family=AF_INET, sin_port=htons(47811),"
                        + " sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0 <0.000035>"))
                .containsExactly(new SystemCall(
                        947,
                        1_795_759_146_861_406_000L,
                        1_795_759_146_861_441_000L,
                        "bind",
                        List.of(
                                "3<TCP:[35459904]>",
                                "{sa_family=AF_INET, sin_port=htons(47811), sin_addr=inet_addr(\"127.0.0.1\")}",
                                "16"),
                        "0"));
    }

    @Test
    void joinsTheTwoPartsOfACallAndKeepsTheTimeOfTheFirst() {
        assertThat(read(
                        "1 10.000001 recvfrom(4<TCP:[1]>,  <unfinished ...>",
                        "1 10.000300 <... recvfrom resumed>\"hello\", 100, 0, NULL, NULL) = 5 <0.000200>"))
                .containsExactly(new SystemCall(
                        1,
                        10_000_001_000L,
                        10_000_201_000L,
                        "recvfrom",
                        List.of("4<TCP:[1]>", "\"hello\"", "100", "0", "NULL", "NULL"),
                        "5"));
    }

    @Test
    void joinsACallWhoseArgumentsWereAllShownBefore() {
        assertThat(read(
                        "1 10.000001 sendto(5<TCP:[1]>, \"hello\", 5, 0, NULL, 0 <unfinished ...>",
                        "1 10.000300 <... sendto resumed>)       = 5 <0.000200>"))
                .singleElement()
                .satisfies(entry -> assertThat(((SystemCall) entry).arguments())
                        .containsExactly("5<TCP:[1]>", "\"hello\"", "5", "0", "NULL", "0"));
    }

    @Test
    void announcesAThreadBeforeItsFirstCallThoughItsCreatorIsStillInClone() {
        assertThat(read(
                        "1 10.000000 socket(AF_INET, SOCK_STREAM, 0) = 3<TCP:[1]> <0.000001>",
                        "1 10.000001 clone3({flags=CLONE_VM|CLONE_FILES|CLONE_THREAD} <unfinished ...>",
                        "2 10.000002 close(3<TCP:[1]>) = 0 <0.000001>",
                        "1 10.000003 <... clone3 resumed> => {parent_tid=[2]}, 88) = 2 <0.000100>"))
                .element(1)
                .isEqualTo(new ThreadStart(2, 1, true, false));
    }

    @Test
    void announcesAChildOnce() {
        assertThat(read("1 10.1 clone(child_stack=NULL, flags=SIGCHLD) = 2 <0.000145>", "2 10.2 +++ exited with 0 +++"))
                .satisfiesExactly(
                        start -> assertThat(start).isEqualTo(new ThreadStart(2, 1, false, true)),
                        call -> assertThat(call).isInstanceOf(SystemCall.class),
                        end -> assertThat(end).isEqualTo(new ThreadEnd(2, 10_200_000_000L, "exited with 0")));
    }

    @Test
    void endsACallThatTheEndOfItsThreadCutShort() {
        assertThat(read("1 10.1 accept(3<TCP:[1]>,  <unfinished ...>", "1 10.3 +++ killed by SIGTERM +++"))
                .first()
                .isEqualTo(new SystemCall(1, 10_100_000_000L, 10_300_000_000L, "accept", List.of("3<TCP:[1]>"), "?"));
    }

    @Test
    void tellsTheErrorOfACallThatFailed() {
        assertThat(read("1 10.1 connect(3<TCP:[1]>, 0x1, 16) = -1 ECONNREFUSED (Connection refused) <0.000076>"))
                .singleElement()
                .satisfies(entry -> assertThat(((SystemCall) entry).error()).isEqualTo("ECONNREFUSED"));
    }

    @Test
    void leavesOutWhatItDoesNotKnow() {
        assertThat(read("", "strace: Process 7 attached", "1 10.1 --- SIGCHLD {si_signo=SIGCHLD} ---"))
                .isEmpty();
    }
}
