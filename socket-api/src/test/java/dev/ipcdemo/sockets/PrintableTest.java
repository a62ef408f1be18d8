package dev.ipcdemo.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrintableTest {

    private static final List<Integer> REPLACED_TYPES = List.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR,
            (int) Character.SURROGATE);

    @Test
    void replacesEveryControlFormatAndSeparatorCharacterAndNoOther() {
        List<Integer> replaced = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> !Printable.text(Character.toString(c)).equals(Character.toString(c)))
                .boxed()
                .toList();
        List<Integer> expected = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> REPLACED_TYPES.contains(Character.getType(c)))
                .boxed()
                .toList();

        assertThat(replaced)
                .isEqualTo(expected)
                .contains(0x1b, 0x7f, 0x80, 0x9b, 0x9f, 0x202e, 0x2028, 0x2029, 0xe0041);
    }

    @Test
    void showsWhereSomethingWas() {
        assertThat(Printable.text("a\u001b[2J\u009b1mb\u202ec\r\nd\u2028e")).isEqualTo("a?[2J?1mb?c??d?e");
        assertThat(Printable.text("Zoë, 日本, 😀")).isEqualTo("Zoë, 日本, 😀");
    }

    @Test
    void aFailureNamesItsEndpointFitToBeShown() {
        SocketFailure failure = new SocketFailure(
                "sendto", "unixgram:/tmp/\u009b2J\u202e", FailureKind.REFUSED, "what \u001b says", new Exception());

        assertThat(failure).hasMessage("sendto unixgram:/tmp/?2J?: " + FailureKind.REFUSED.words() + " (what ? says)");
    }
}
