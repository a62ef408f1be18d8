package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamLinkTest {

    private static Link receiving(byte[] bytes) {
        return new StreamLink(new ByteArrayInputStream(bytes), new ByteArrayOutputStream());
    }

    private static byte[] sent(byte[] message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new StreamLink(InputStream.nullInputStream(), bytes).send(message);
        return bytes.toByteArray();
    }

    @Test
    void quotesWhatSomethingElseWrote() {
        Link link = receiving("# A fatal error has been detected by the Java Runtime Environment:\n#\n"
                .getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(link::receive)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'# A fatal error has been detected by the Java Runtime Environment: #'")
                .hasMessageContaining("something else writes to the same stream");
    }

    @Test
    void refusesALengthThatNoMessageHas() {
        assertThatThrownBy(() -> receiving(new byte[] {1, 0, 0, 1}).receive()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> receiving(new byte[] {-1, 0, 0, 1}).receive()).isInstanceOf(IOException.class);
    }

    @Test
    void aMessageThatIsCutShortIsNotTheEnd() throws Exception {
        byte[] bytes = sent(new byte[] {1, 2, 3});
        Link link = receiving(Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(link::receive).isInstanceOf(EOFException.class);
    }

    @Test
    void theOtherEndReceivesTheEnd() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StreamLink link = new StreamLink(InputStream.nullInputStream(), bytes);
        link.close();
        link.close();
        assertThat(receiving(bytes.toByteArray()).receive()).isEmpty();
        assertThat(receiving(new byte[0]).receive()).as("a process that died").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Link.MAX_MESSAGE_BYTES + 1})
    void refusesToSendWhatNoLinkCarries(int bytes) {
        assertThatThrownBy(() -> sent(new byte[bytes]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16777216");
    }
}
