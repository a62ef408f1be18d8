package dev.ipcdemo.demo.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CallTextTest {

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String show(String text) {
        return CallText.bytes(buffer(text), 0, text.length());
    }

    @Test
    void showsShortTextInQuotes() {
        assertThat(show("hello")).isEqualTo("\"hello\"");
        assertThat(show("")).isEqualTo("\"\"");
        assertThat(show("a".repeat(24))).isEqualTo('"' + "a".repeat(24) + '"');
    }

    @Test
    void showsOfLongTextTheBeginningAndTheCount() {
        assertThat(show("b".repeat(25))).isEqualTo('"' + "b".repeat(24) + "\"… 25 bytes");
    }

    @Test
    void showsWhatIsNoTextAsNumbers() {
        assertThat(show("a\n\u0000\u00ff\"")).isEqualTo("\"a\\n\\x00\\xff\\x22\"");
    }

    @Test
    void showsPartOfABufferAndLeavesTheBufferAsItIs() {
        ByteBuffer buffer = buffer("one two three");
        buffer.position(2).limit(5);
        assertThat(CallText.bytes(buffer, 4, 7)).isEqualTo("\"two\"");
        assertThat(buffer.position()).isEqualTo(2);
        assertThat(buffer.limit()).isEqualTo(5);
    }
}
