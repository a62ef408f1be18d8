package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MessageLinkTest {

    private sealed interface Sentence extends Message {
        static Sentence read(DataInput in) throws IOException {
            int type = in.readUnsignedByte();
            return switch (type) {
                case 0 -> new Say(Message.readText(in));
                case 1 -> new Count(in.readInt());
                default -> throw Message.unknownType(type);
            };
        }
    }

    private record Say(String text) implements Sentence {
        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(0);
            Message.writeText(out, text);
        }
    }

    private record Count(int number) implements Sentence {
        Count {
            if (number < 0) {
                throw new IllegalArgumentException("counting starts at 0");
            }
        }

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(1);
            out.writeInt(number);
        }
    }

    private final QueueLink.Pair ends = QueueLink.Pair.open();
    private final MessageLink<Sentence, Sentence> link = new MessageLink<>(ends.here(), Sentence::read);

    private void arrives(int... bytes) throws IOException {
        byte[] message = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            message[i] = (byte) bytes[i];
        }
        ends.there().send(message);
    }

    @Test
    void carriesEachTypeOfASet() throws Exception {
        try (MessageLink<Sentence, Sentence> other = new MessageLink<>(ends.there(), Sentence::read)) {
            link.send(new Say("x".repeat(70_000) + "“ä” \u0000 \uD83D\uDE80"));
            link.send(new Count(7));
            assertThat(other.receive()).hasValue(new Say("x".repeat(70_000) + "“ä” \u0000 \uD83D\uDE80"));
            assertThat(other.receive()).hasValue(new Count(7));
        }
        assertThat(link.receive()).as("the end").isEmpty();
    }

    @Test
    void refusesWhatIsNotAMessageOfTheSet() throws Exception {
        arrives(9);
        assertThatThrownBy(link::receive).isInstanceOf(IOException.class).hasMessageContaining("type 9");
        arrives(1, 0, 0);
        assertThatThrownBy(link::receive).isInstanceOf(IOException.class).hasMessageContaining("cut short");
        arrives(1, 0, 0, 0, 5, 5);
        assertThatThrownBy(link::receive).isInstanceOf(IOException.class).hasMessageContaining("1 bytes too many");
        arrives(1, 255, 255, 255, 255);
        assertThatThrownBy(link::receive).isInstanceOf(IOException.class).hasMessageContaining("counting starts at 0");
        arrives(0, 127, 255, 255, 255, 65);
        assertThatThrownBy(link::receive).isInstanceOf(IOException.class).hasMessageContaining("does not fit");
    }

    @Test
    void aBadMessageLosesNoOther() throws Exception {
        arrives(9);
        arrives(1, 0, 0, 0, 5);
        assertThatThrownBy(link::receive).isInstanceOf(IOException.class);
        assertThat(link.receive()).hasValue(new Count(5));
    }
}
