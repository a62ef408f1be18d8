package dev.ipcdemo.compare.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.demo.spi.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeMixTest {

    private static final SizeMix MIX = SizeMix.parse("64:80+1K:15+64K:5");
    private static final SizeMix FILE = SizeMix.ofFile("orders.txt", List.of(100, 20, 3000));

    private static List<Integer> sizes(MessageSizes sizes, long from, int count) {
        return LongStream.range(from, from + count).mapToObj(sizes::of).toList();
    }

    private static Map<Integer, Long> counts(List<Integer> sizes) {
        return sizes.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 1_000, 16_000})
    void inEachDeckASizeComesAsOftenAsItsWeightSays(long from) {
        assertThat(counts(sizes(MIX.requests(), from, 20))).isEqualTo(Map.of(64, 16L, 1024, 3L, 65_536, 1L));
    }

    @Test
    void theDrawIsTheSameEachTimeAndAnotherForReplies() {
        List<Integer> drawn = sizes(MIX.requests(), 0, 1_000);
        assertThat(sizes(SizeMix.parse("64:80+1K:15+64K:5").requests(), 0, 1_000))
                .isEqualTo(drawn);
        assertThat(sizes(MIX.replies(), 0, 1_000)).isNotEqualTo(drawn);
        assertThat(drawn.subList(0, 20)).isNotEqualTo(drawn.subList(20, 40));
    }

    @Test
    void theSizesOfAFileComeInItsOrderAndAgain() {
        assertThat(sizes(FILE.requests(), 0, 7)).containsExactly(100, 20, 3000, 100, 20, 3000, 100);
        assertThat(sizes(FILE.replies(), 0, 3)).containsExactly(100, 20, 3000);
        assertThat(FILE.requests().of(-1))
                .as("a number that is read from a damaged message")
                .isEqualTo(3000);
        assertThat(FILE.requests().smallest()).isEqualTo(20);
        assertThat(FILE.requests().largest()).isEqualTo(3000);
        assertThat(FILE.requests().has(100)).isTrue();
        assertThat(FILE.requests().has(99)).isFalse();
    }

    @Test
    void aCellHasTheMean() {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS);
        assertThat(cell.with(Cell.REQUEST_MIX, MIX).messageBytes()).isEqualTo(3_482);
        assertThat(cell.with(Cell.REQUEST_MIX, MIX))
                .hasToString("tcp, round-trip, 3482 B, the mean of 64:80+1K:15+64K:5, in-process, block, cpus same");
        assertThat(cell.with(Cell.REPLY_MIX, FILE))
                .hasToString(
                        "tcp, round-trip, 64 B, reply 1040 B, the mean of " + FILE + ", in-process, block, cpus same");
        assertThat(cell.with(Cell.REQUEST_MIX, MIX).largestBytes()).isEqualTo(65_536);
    }

    @Test
    void aReplyOfTheMeanSizeIsNotOneOfTheSizeOfItsRequest() {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS).with(Cell.REQUEST_MIX, MIX);
        assertThat(cell.replySizes()).isSameAs(cell.requestSizes());
        assertThat(cell.with(Cell.REPLY_BYTES, 3_482).replySizes().smallest()).isEqualTo(3_482);
    }

    @Test
    void theNameOfAFilesMixTellsItsSizesFromOthers() {
        assertThat(FILE.toString()).matches("orders\\.txt#[0-9a-f]{16}");
        assertThat(SizeMix.ofFile("orders.txt", List.of(100, 20, 3000))).isEqualTo(FILE);
        assertThat(SizeMix.ofFile("orders.txt", List.of(20, 100, 3000))).isNotEqualTo(FILE);
        assertThat(FILE.summary())
                .startsWith("3 sizes from 20 B to 3000 B, mean 1040 B, p50 100 B, p90 100 B, p99 100 B, hash ")
                .endsWith(FILE.toString().substring(11));
    }

    @Test
    void aReportHasTheNameOfAFilesMixOnly() {
        SizeMix named = Cell.REQUEST_MIX.parse(FILE.toString());
        assertThat(named).isEqualTo(FILE);
        assertThatThrownBy(named::requests)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("orders.txt");
        Cell cell = Cell.of(Pattern.RATE, "tcp", Scope.IN_PROCESS)
                .with(Cell.MESSAGE_BYTES, 1040)
                .with(Cell.REQUEST_MIX, named);
        assertThat(cell.messageBytes()).as("as in the report").isEqualTo(1040);
        assertThat(Cell.REQUEST_MIX.parse("")).isSameAs(SizeMix.NONE);
    }

    @Test
    void anotherProcessGetsTheSizesOfAFile() throws IOException {
        Cell cell = Cell.of(Pattern.FAN_IN, "tcp", Scope.IN_PROCESS)
                .with(Cell.REQUEST_MIX, FILE)
                .with(Cell.REPLY_MIX, MIX);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        cell.write(new DataOutputStream(bytes));
        Cell there = Cell.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(there).isEqualTo(cell);
        assertThat(sizes(there.requestSizes(), 0, 4)).containsExactly(100, 20, 3000, 100);
        assertThat(sizes(there.replySizes(), 0, 100)).isEqualTo(sizes(MIX.replies(), 0, 100));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "64:80+1K | '64:80+1K' is not a list of sizes with weights; write SIZE:WEIGHT",
                "64:80,1K:20 | is not a list of sizes with weights",
                "64:80+ | is not a list of sizes with weights",
                "64:1+1K:0 | a weight is at least 1",
                "1K:1+1024:2 | has the size 1K twice",
                "17M:1+1K:1 | '17M' is not a size that can be used",
                "0:1+1K:1 | '0' is not a size that can be used",
                "1:9999+2:9998 | the weights add up to more than 10,000",
                "1:1+2:1+3:1+4:1+5:1+6:1+7:1+8:1+9:1+10:1+11:1+12:1+13:1+14:1+15:1+16:1+17:1 | has more than 16 sizes"
            })
    void saysWhatIsWrongWithAList(String text, String why) {
        assertThatThrownBy(() -> SizeMix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertThatThrownBy(() -> SizeMix.ofFile("a", List.of())).hasMessage("a holds no sizes");
        assertThatThrownBy(() -> SizeMix.ofFile("a", List.of(1, 0))).hasMessageStartingWith("a holds the size 0");
        assertThatThrownBy(() -> SizeMix.ofFile("a", Collections.nCopies(262_145, 1)))
                .hasMessage("a holds 262,145 sizes, and at most 262,144 are taken");
    }

    @Test
    void weightsNeedNotAddUpToAHundred() {
        assertThat(counts(sizes(SizeMix.parse("8:50000+16:10000").requests(), 0, 6)))
                .isEqualTo(Map.of(8, 5L, 16, 1L));
    }
}
