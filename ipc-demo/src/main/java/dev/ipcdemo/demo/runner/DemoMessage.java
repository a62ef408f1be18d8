package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.Message;
import dev.ipcdemo.launch.MessageLink;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The messages between a run of a demo and the worker of each side. */
sealed interface DemoMessage extends Message
        permits DemoMessage.Start, DemoMessage.Tell, DemoMessage.Recorded, DemoMessage.Failed, DemoMessage.Done {

    /** Reads a message. */
    static DemoMessage read(DataInput in) throws IOException {
        int type = in.readUnsignedByte();
        return switch (type) {
            case Start.TYPE -> Start.read(in);
            case Tell.TYPE -> Tell.read(in);
            case Failed.TYPE -> Failed.read(in);
            case Done.TYPE -> new Done();
            case Recorded.TYPE -> Recorded.read(in);
            default -> throw Message.unknownType(type);
        };
    }

    /** A link with these messages in both directions. */
    static MessageLink<DemoMessage, DemoMessage> over(Link link) {
        return new MessageLink<>(link, DemoMessage::read);
    }

    /**
     * What to run: the first message to a worker.
     *
     * @param demo the demo's name
     * @param scheme the scheme of the transport
     * @param side which side of the demo
     * @param scope how far away the other side is
     */
    record Start(String demo, String scheme, Side side, Scope scope) implements DemoMessage {

        private static final int TYPE = 1;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeUTF(demo);
            out.writeUTF(scheme);
            out.writeUTF(side.name());
            out.writeUTF(scope.name());
        }

        static Start read(DataInput in) throws IOException {
            return new Start(in.readUTF(), in.readUTF(), Side.valueOf(in.readUTF()), Scope.valueOf(in.readUTF()));
        }
    }

    /**
     * What one side tells the other.
     *
     * @param text any text of the demo's
     */
    record Tell(String text) implements DemoMessage {

        private static final int TYPE = 2;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            Message.writeText(out, text);
        }

        static Tell read(DataInput in) throws IOException {
            return new Tell(Message.readText(in));
        }
    }

    /**
     * What a side did or said.
     *
     * @param event as it was recorded
     */
    record Recorded(Event event) implements DemoMessage {

        private static final int TYPE = 5;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            event.write(out);
        }

        static Recorded read(DataInput in) throws IOException {
            return new Recorded(Event.read(in));
        }
    }

    /**
     * The side has failed: its last message.
     *
     * @param why a sentence
     */
    record Failed(String why) implements DemoMessage {

        private static final int TYPE = 3;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            Message.writeText(out, why);
        }

        static Failed read(DataInput in) throws IOException {
            return new Failed(Message.readText(in));
        }
    }

    /** The side has done its part: its last message. */
    record Done() implements DemoMessage {

        private static final int TYPE = 4;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
        }
    }
}
