package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.launch.Message;
import dev.ipcdemo.launch.MessageTypes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** What a measuring JVM replies to a {@link Request}. */
public sealed interface Reply extends Message {

    /** Every reply, and how it is read. */
    MessageTypes<Reply> TYPES = MessageTypes.<Reply>none()
            .with(Serving.class, Serving::read)
            .with(Connected.class, Connected::read)
            .with(Ran.class, Ran::read)
            .with(Counted.class, Counted::read)
            .with(Served.class, Served::read)
            .with(Described.class, Described::read)
            .with(Ended.class, Ended::read)
            .with(Done.class, in -> new Done())
            .with(Failed.class, Failed::read);

    /**
     * A server is open.
     *
     * @param address where it listens
     */
    record Serving(String address) implements Reply {

        @Override
        public void write(DataOutput out) throws IOException {
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

        @Override
        public void write(DataOutput out) throws IOException {
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

        @Override
        public void write(DataOutput out) throws IOException {
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

        @Override
        public void write(DataOutput out) throws IOException {
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

        @Override
        public void write(DataOutput out) throws IOException {
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

        @Override
        public void write(DataOutput out) throws IOException {
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

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeBoolean(failure.isPresent());
            Message.writeText(out, failure.orElse(""));
        }

        static Ended read(DataInput in) throws IOException {
            boolean hasFailed = in.readBoolean();
            String why = Message.readText(in);
            return new Ended(hasFailed ? Optional.of(why) : Optional.empty());
        }
    }

    /** What was asked for is done, and there is nothing to say of it. */
    record Done() implements Reply {

        @Override
        public void write(DataOutput out) {
            // has no fields
        }
    }

    /**
     * What was asked for could not be done.
     *
     * @param why a sentence
     */
    record Failed(String why) implements Reply {

        @Override
        public void write(DataOutput out) throws IOException {
            Message.writeText(out, why);
        }

        static Failed read(DataInput in) throws IOException {
            return new Failed(Message.readText(in));
        }
    }
}
