package dev.ipcdemo.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.result.row.RowTraits;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RowsTest {

    private final Rows rows = new Rows();

    private List<String> rowsThatAre(Predicate<RowTraits> what) {
        return Plan.rowNames().stream()
                .filter(row -> what.test(rows.traits(row)))
                .toList();
    }

    @Test
    void aRowIsAnAlternativeToWhatDiffersInOneRespect() {
        assertThat(Plan.rowNames().stream()
                        .flatMap(row -> rows.traits(row).insteadOf().stream()
                                .map(other -> row + " instead of " + other.row()
                                        + other.when().orElse(""))))
                .containsExactlyInAnyOrder(
                        "unix instead of tcpboth ends share a kernel",
                        "junix instead of unix",
                        "unixgram instead of udpboth ends share a kernel",
                        "unixpacket instead of junix",
                        "tcp6 instead of tcp",
                        "udp6 instead of udp");
    }

    @Test
    void traitsTellWhatNamesSay() {
        assertThat(rowsThatAre(RowTraits::isChoice))
                .containsExactlyInAnyOrder("tcp", "tcp6", "udp", "udp6", "unix", "junix", "unixgram", "unixpacket");
        assertThat(rowsThatAre(RowTraits::isFloor)).containsExactly("pipe", "shm");
        assertThat(rowsThatAre(RowTraits::polled)).containsExactly("shm");
        assertThat(rowsThatAre(RowTraits::isBare))
                .allSatisfy(row -> assertThat(row)
                        .isEqualTo("raw:" + rows.traits(row).bareOf().orElse("")));
        assertThat(rows.traits("tcp6").transport()).isEqualTo(Optional.of("tcp"));
    }
}
