package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.machine.CpuThrottling;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.launch.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a measuring JVM replies to a {@link Request}. */
public sealed interface Reply extends Message {

    /**
     * Reads a reply.
     *
     * @param in what {@link #write} wrote
     * @return the reply
     * @throws IOException if these bytes are not one
     */
    static Reply read(DataInput in) throws IOException {
        int type = in.readUnsignedByte();
        return switch (type) {
            case Serving.TYPE -> Serving.read(in);
            case Connected.TYPE -> Connected.read(in);
            case Ran.TYPE -> Ran.read(in);
            case Counted.TYPE -> Counted.read(in);
            case Served.TYPE -> Served.read(in);
            case Described.TYPE -> Described.read(in);
            case Greeted.TYPE -> Greeted.read(in);
            case Ended.TYPE -> Ended.read(in);
            case ClientEnded.TYPE -> ClientEnded.read(in);
            case Throttled.TYPE -> Throttled.read(in);
            case Compiled.TYPE -> Compiled.read(in);
            case Done.TYPE -> new Done();
            case Failed.TYPE -> Failed.read(in);
            default -> throw Message.unknownType(type);
        };
    }

    /**
     * A server is open.
     *
     * @param address where it listens
     */
    record Serving(String address) implements Reply {

        private static final int TYPE = 1;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeUTF(address);
        }

        static Serving read(DataInput in) throws IOException {
            return new Serving(in.readUTF());
        }
    }

    /**
     * A client is connected.
     *
     * @param setup how
     */
    record Connected(ClientSetup setup) implements Reply {

        private static final int TYPE = 2;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            setup.write(out);
        }

        static Connected read(DataInput in) throws IOException {
            return new Connected(ClientSetup.read(in));
        }
    }

    /**
     * A client has exchanged messages.
     *
     * @param result what it saw; a failure is told in it
     */
    record Ran(ClientResult result) implements Reply {

        private static final int TYPE = 3;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            result.write(out);
        }

        static Ran read(DataInput in) throws IOException {
            return new Ran(ClientResult.read(in));
        }
    }

    /**
     * A server of the measure service has answered.
     *
     * @param arrivals what it counted
     */
    record Counted(Arrivals arrivals) implements Reply {

        private static final int TYPE = 4;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            arrivals.write(out);
        }

        static Counted read(DataInput in) throws IOException {
            return new Counted(Arrivals.read(in));
        }
    }

    /**
     * What a server counted since it was marked.
     *
     * @param result what it saw
     */
    record Served(ServerResult result) implements Reply {

        private static final int TYPE = 5;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            result.write(out);
        }

        static Served read(DataInput in) throws IOException {
            return new Served(ServerResult.read(in));
        }
    }

    /**
     * Where the JVM runs.
     *
     * @param line its host and runtime, for people
     */
    record Described(String line) implements Reply {

        private static final int TYPE = 6;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            Message.writeText(out, line);
        }

        static Described read(DataInput in) throws IOException {
            return new Described(Message.readText(in));
        }
    }

    /**
     * A server has ended.
     *
     * @param failure what had gone wrong with it before, if anything
     */
    record Ended(Optional<String> failure) implements Reply {

        private static final int TYPE = 7;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeBoolean(failure.isPresent());
            Message.writeText(out, failure.orElse(""));
        }

        static Ended read(DataInput in) throws IOException {
            boolean hasFailed = in.readBoolean();
            String why = Message.readText(in);
            return new Ended(hasFailed ? Optional.of(why) : Optional.empty());
        }
    }

    /**
     * A client has ended.
     *
     * @param welcomes what servers of the measure service had said of themselves, the first of each; empty if there were none
     */
    record ClientEnded(List<HandshakeMessage.Welcome> welcomes) implements Reply {

        private static final int TYPE = 11;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(welcomes.size());
            for (HandshakeMessage.Welcome welcome : welcomes) {
                out.write(welcome.toBytes().array());
            }
        }

        static ClientEnded read(DataInput in) throws IOException {
            int size = in.readInt();
            List<HandshakeMessage.Welcome> welcomes = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                byte[] bytes = new byte[HandshakeMessage.BYTES];
                in.readFully(bytes);
                HandshakeMessage.read(ByteBuffer.wrap(bytes))
                        .map(HandshakeMessage.Welcome.class::cast)
                        .ifPresent(welcomes::add);
            }
            return new ClientEnded(List.copyOf(welcomes));
        }
    }

    /**
     * How much a JVM's control group was held back because it had used up its CPU time.
     *
     * @param throttling until now
     */
    record Throttled(CpuThrottling throttling) implements Reply {

        private static final int TYPE = 12;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeLong(throttling.periods());
            out.writeLong(throttling.throttled());
            out.writeLong(throttling.micros());
        }

        static Throttled read(DataInput in) throws IOException {
            return new Throttled(new CpuThrottling(in.readLong(), in.readLong(), in.readLong()));
        }
    }

    /**
     * How long a JVM's compilers have worked, all of them together, as far as they have finished what they began.
     *
     * @param ns until now; 0 if the JVM has none, or does not tell
     */
    record Compiled(long ns) implements Reply {

        private static final int TYPE = 13;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeLong(ns);
        }

        static Compiled read(DataInput in) throws IOException {
            return new Compiled(in.readLong());
        }
    }

    /** What was asked for is done, and there is nothing to say of it. */
    record Done() implements Reply {

        private static final int TYPE = 8;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
        }
    }

    /**
     * What was asked for could not be done.
     *
     * @param why a sentence
     */
    record Failed(String why) implements Reply {

        private static final int TYPE = 9;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            Message.writeText(out, why);
        }

        static Failed read(DataInput in) throws IOException {
            return new Failed(Message.readText(in));
        }
    }

    /**
     * This is the version that is spoken here. What this looks like is the same in all versions.
     *
     * @param version {@link Request#VERSION}
     * @param jdk the Java runtime's name and version
     */
    record Greeted(int version, String jdk) implements Reply {

        private static final int TYPE = 10;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(version);
            out.writeUTF(jdk);
        }

        static Greeted read(DataInput in) throws IOException {
            return new Greeted(in.readInt(), in.readUTF());
        }
    }
}
