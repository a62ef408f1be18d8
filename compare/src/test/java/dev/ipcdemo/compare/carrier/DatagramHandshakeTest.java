package dev.ipcdemo.compare.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatagramHandshakeTest {

    private final List<String> calls = new ArrayList<>();

    /** Carries one answer if it works; fails otherwise. */
    private final class Recorder implements MessageChannel {

        private final boolean works;

        Recorder(boolean works) {
            this.works = works;
        }

        @Override
        public void send(ByteBuffer message) throws IOException {
            calls.add("send " + message.remaining());
            requireWorking();
        }

        @Override
        public int receive(ByteBuffer buffer) throws IOException {
            calls.add("receive");
            requireWorking();
            return 1;
        }

        private void requireWorking() throws IOException {
            if (!works) {
                throw new IOException("refused");
            }
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    @Test
    void clientSendsAndWaitsForTheAnswer() throws IOException {
        MessageChannel channel = new Recorder(true);
        assertThat(DatagramHandshake.exchanged(channel)).isSameAs(channel);
        assertThat(calls).containsExactly("send 1", "receive");
    }

    @Test
    void serverAnswers() throws IOException {
        MessageChannel channel = new Recorder(true);
        assertThat(DatagramHandshake.answered(channel)).isSameAs(channel);
        assertThat(calls).containsExactly("send 1");
    }

    @Test
    void closesTheChannelWhenItFails() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DatagramHandshake.exchanged(new Recorder(false)))
                .withMessage("refused");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DatagramHandshake.answered(new Recorder(false)))
                .withMessage("refused");
        assertThat(calls).containsExactly("send 1", "close", "send 1", "close");
    }
}
