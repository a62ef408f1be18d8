package dev.ipcdemo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableOutputTest {

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final PrintableOutput output = new PrintableOutput(terminal);

    private String shown() {
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @Test
    void leavesLinesAndTabsAndReplacesWhatCouldSteerTheTerminal() throws IOException {
        output.write("a\tb\r\n\u001b[2J\u009b2J\u202ec\n\n".getBytes(StandardCharsets.UTF_8));
        assertThat(shown()).isEqualTo("a\tb\n?[2J?2J?c\n\n");
    }

    @Test
    void putsCharactersTogetherThatComeInPieces() throws IOException {
        for (byte b : "Zoë 😀 \u009b日本".getBytes(StandardCharsets.UTF_8)) {
            output.write(b);
        }
        assertThat(shown()).isEqualTo("Zoë 😀 ?日本");
    }

    @Test
    void knowsTheEndOfALineThatComesInPieces() throws IOException {
        for (byte b : "a\r\nb\rc".getBytes(StandardCharsets.UTF_8)) {
            output.write(b);
        }
        assertThat(shown()).isEqualTo("a\nb?c");
    }

    @Test
    void goesOnAfterBytesThatAreNoText() throws IOException {
        output.write(new byte[] {(byte) 0xff, 'a', (byte) 0xc3, 'b'});
        assertThat(shown()).isEqualTo("\ufffda\ufffdb");
    }
}
