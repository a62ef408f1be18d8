package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.launch.Message;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * What the rig asks a measuring JVM to do. A JVM may hold several clients and servers; each has a number that the rig
 * chooses.
 *
 * @param <R> the reply to it, unless it fails
 */
public sealed interface Request<R extends Reply> extends Message {

    /**
     * The version of requests and replies, of which a build speaks one. It changes with any of them, and with whatever they
     * carry; a test tells when.
     */
    int VERSION = 8;

    /**
     * Reads a request.
     *
     * @param in what {@link #write} wrote
     * @return the request
     * @throws IOException if these bytes are not one
     */
    static Request<?> read(DataInput in) throws IOException {
        int type = in.readUnsignedByte();
        return switch (type) {
            case Serve.TYPE -> Serve.read(in);
            case Connect.TYPE -> Connect.read(in);
            case ConnectToPeer.TYPE -> ConnectToPeer.read(in);
            case Run.TYPE -> Run.read(in);
            case AskPeer.TYPE -> AskPeer.read(in);
            case Mark.TYPE -> Mark.read(in);
            case ReadServer.TYPE -> ReadServer.read(in);
            case EndClient.TYPE -> EndClient.read(in);
            case EndServer.TYPE -> EndServer.read(in);
            case Describe.TYPE -> new Describe();
            case Greet.TYPE -> Greet.read(in);
            case AskThrottling.TYPE -> new AskThrottling();
            case AskCompilation.TYPE -> new AskCompilation();
            default -> throw Message.unknownType(type);
        };
    }

    /**
     * The class of the reply.
     *
     * @return one of {@link Reply}'s
     */
    Class<R> replyType();

    /**
     * Calls the handler's method for this request.
     *
     * @param handler does what is asked
     * @return the reply, perhaps later
     * @throws IOException if it fails at once
     */
    CompletableFuture<R> handle(Handler handler) throws IOException;

    /** Does what is asked: a method for each request. What happens on a client's thread is replied to later. */
    interface Handler {

        /**
         * Opens a server.
         *
         * @param request what it serves
         * @return where it listens
         * @throws IOException if it cannot be opened
         */
        Reply.Serving serve(Serve request) throws IOException;

        /**
         * Connects a client to a server of a measuring JVM.
         *
         * @param request which
         * @return how it was set up
         */
        CompletableFuture<Reply.Connected> connect(Connect request);

        /**
         * Connects a client to a server of the measure service.
         *
         * @param request which
         * @return how it was set up
         */
        CompletableFuture<Reply.Connected> connectToPeer(ConnectToPeer request);

        /**
         * Has a client exchange messages for some time.
         *
         * @param request which, and how long
         * @return what it saw
         * @throws IOException if there is no such client
         */
        CompletableFuture<Reply.Ran> run(Run request) throws IOException;

        /**
         * Has a client ask its server of the measure service what has arrived.
         *
         * @param request which
         * @return what the server counted
         * @throws IOException if there is no such client
         */
        CompletableFuture<Reply.Counted> askPeer(AskPeer request) throws IOException;

        /**
         * Lets a server count anew.
         *
         * @param request which
         * @return that it does
         * @throws IOException if there is no such server
         */
        Reply.Done mark(Mark request) throws IOException;

        /**
         * Reads what a server counted since it was marked.
         *
         * @param request which
         * @return what it saw
         * @throws IOException if there is no such server
         */
        Reply.Served readServer(ReadServer request) throws IOException;

        /**
         * Ends a client, whatever it does; one that there is not has ended.
         *
         * @param request which
         * @return which servers of the measure service had welcomed it
         */
        Reply.ClientEnded endClient(EndClient request);

        /**
         * Ends a server, whatever it does; one that there is not has ended.
         *
         * @param request which
         * @return what had gone wrong with it
         */
        Reply.Ended endServer(EndServer request);

        /**
         * Says which version of these messages the JVM speaks, and what it is.
         *
         * @param request the version of who asks
         * @return its own version
         */
        Reply.Greeted greet(Greet request);

        /**
         * Describes where the JVM runs.
         *
         * @return its host and runtime
         */
        Reply.Described describe();

        /**
         * Says how much the JVM's control group was held back.
         *
         * @return until now
         */
        Reply.Throttled throttling();

        /**
         * Says how long the JVM's compilers have worked.
         *
         * @return until now
         */
        Reply.Compiled compilation();
    }

    /**
     * Open a server.
     *
     * @param server its number
     * @param cell what is measured
     * @param settings what all cells share
     */
    record Serve(int server, Cell cell, Settings settings) implements Request<Reply.Serving> {

        private static final int TYPE = 1;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(server);
            cell.write(out);
            settings.write(out);
        }

        static Serve read(DataInput in) throws IOException {
            return new Serve(in.readInt(), Cell.read(in), Settings.read(in));
        }

        @Override
        public Class<Reply.Serving> replyType() {
            return Reply.Serving.class;
        }

        @Override
        public CompletableFuture<Reply.Serving> handle(Handler handler) throws IOException {
            return CompletableFuture.completedFuture(handler.serve(this));
        }
    }

    /**
     * Connect a client to a server of a measuring JVM.
     *
     * @param client its number
     * @param address where the server listens
     * @param cell what is measured
     * @param settings what all cells share
     */
    record Connect(int client, String address, Cell cell, Settings settings) implements Request<Reply.Connected> {

        private static final int TYPE = 2;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(client);
            out.writeUTF(address);
            cell.write(out);
            settings.write(out);
        }

        static Connect read(DataInput in) throws IOException {
            return new Connect(in.readInt(), in.readUTF(), Cell.read(in), Settings.read(in));
        }

        @Override
        public Class<Reply.Connected> replyType() {
            return Reply.Connected.class;
        }

        @Override
        public CompletableFuture<Reply.Connected> handle(Handler handler) {
            return handler.connect(this);
        }
    }

    /**
     * Connect a client to a server of the measure service.
     *
     * @param client its number
     * @param endpoint where the server listens
     * @param comparison a number that all clients of one comparison have in common
     * @param durationMillis how long the session lasts at most
     * @param cell what is measured
     * @param settings what all cells share
     */
    record ConnectToPeer(
            int client, String endpoint, long comparison, long durationMillis, Cell cell, Settings settings)
            implements Request<Reply.Connected> {

        private static final int TYPE = 3;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(client);
            out.writeUTF(endpoint);
            out.writeLong(comparison);
            out.writeLong(durationMillis);
            cell.write(out);
            settings.write(out);
        }

        static ConnectToPeer read(DataInput in) throws IOException {
            return new ConnectToPeer(
                    in.readInt(), in.readUTF(), in.readLong(), in.readLong(), Cell.read(in), Settings.read(in));
        }

        @Override
        public Class<Reply.Connected> replyType() {
            return Reply.Connected.class;
        }

        @Override
        public CompletableFuture<Reply.Connected> handle(Handler handler) {
            return handler.connectToPeer(this);
        }
    }

    /**
     * Exchange messages for some time.
     *
     * @param client the number of the client that does
     * @param durationNs how long
     * @param fewest how many messages are to be answered at least
     */
    record Run(int client, long durationNs, int fewest) implements Request<Reply.Ran> {

        private static final int TYPE = 4;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(client);
            out.writeLong(durationNs);
            out.writeInt(fewest);
        }

        static Run read(DataInput in) throws IOException {
            return new Run(in.readInt(), in.readLong(), in.readInt());
        }

        @Override
        public Class<Reply.Ran> replyType() {
            return Reply.Ran.class;
        }

        @Override
        public CompletableFuture<Reply.Ran> handle(Handler handler) throws IOException {
            return handler.run(this);
        }
    }

    /**
     * Ask a server of the measure service what has arrived.
     *
     * @param client the number of the client that asks
     * @param marks whether the server counts anew afterwards
     */
    record AskPeer(int client, boolean marks) implements Request<Reply.Counted> {

        private static final int TYPE = 5;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(client);
            out.writeBoolean(marks);
        }

        static AskPeer read(DataInput in) throws IOException {
            return new AskPeer(in.readInt(), in.readBoolean());
        }

        @Override
        public Class<Reply.Counted> replyType() {
            return Reply.Counted.class;
        }

        @Override
        public CompletableFuture<Reply.Counted> handle(Handler handler) throws IOException {
            return handler.askPeer(this);
        }
    }

    /**
     * Count anew.
     *
     * @param server the number of the server that does
     */
    record Mark(int server) implements Request<Reply.Done> {

        private static final int TYPE = 6;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(server);
        }

        static Mark read(DataInput in) throws IOException {
            return new Mark(in.readInt());
        }

        @Override
        public Class<Reply.Done> replyType() {
            return Reply.Done.class;
        }

        @Override
        public CompletableFuture<Reply.Done> handle(Handler handler) throws IOException {
            return CompletableFuture.completedFuture(handler.mark(this));
        }
    }

    /**
     * Read what a server counted since it was marked.
     *
     * @param server its number
     */
    record ReadServer(int server) implements Request<Reply.Served> {

        private static final int TYPE = 7;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(server);
        }

        static ReadServer read(DataInput in) throws IOException {
            return new ReadServer(in.readInt());
        }

        @Override
        public Class<Reply.Served> replyType() {
            return Reply.Served.class;
        }

        @Override
        public CompletableFuture<Reply.Served> handle(Handler handler) throws IOException {
            return CompletableFuture.completedFuture(handler.readServer(this));
        }
    }

    /**
     * End a client.
     *
     * @param client its number
     */
    record EndClient(int client) implements Request<Reply.ClientEnded> {

        private static final int TYPE = 8;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(client);
        }

        static EndClient read(DataInput in) throws IOException {
            return new EndClient(in.readInt());
        }

        @Override
        public Class<Reply.ClientEnded> replyType() {
            return Reply.ClientEnded.class;
        }

        @Override
        public CompletableFuture<Reply.ClientEnded> handle(Handler handler) {
            return CompletableFuture.completedFuture(handler.endClient(this));
        }
    }

    /**
     * End a server.
     *
     * @param server its number
     */
    record EndServer(int server) implements Request<Reply.Ended> {

        private static final int TYPE = 9;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(server);
        }

        static EndServer read(DataInput in) throws IOException {
            return new EndServer(in.readInt());
        }

        @Override
        public Class<Reply.Ended> replyType() {
            return Reply.Ended.class;
        }

        @Override
        public CompletableFuture<Reply.Ended> handle(Handler handler) {
            return CompletableFuture.completedFuture(handler.endServer(this));
        }
    }

    /**
     * Say which version of these messages you speak. What this and its reply look like is the same in all versions.
     *
     * @param version of who asks, {@link #VERSION}
     */
    record Greet(int version) implements Request<Reply.Greeted> {

        private static final int TYPE = 11;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
            out.writeInt(version);
        }

        static Greet read(DataInput in) throws IOException {
            return new Greet(in.readInt());
        }

        @Override
        public Class<Reply.Greeted> replyType() {
            return Reply.Greeted.class;
        }

        @Override
        public CompletableFuture<Reply.Greeted> handle(Handler handler) {
            return CompletableFuture.completedFuture(handler.greet(this));
        }
    }

    /** Describe where the JVM runs. */
    record Describe() implements Request<Reply.Described> {

        private static final int TYPE = 10;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
        }

        @Override
        public Class<Reply.Described> replyType() {
            return Reply.Described.class;
        }

        @Override
        public CompletableFuture<Reply.Described> handle(Handler handler) {
            return CompletableFuture.completedFuture(handler.describe());
        }
    }

    /** Say how much your control group was held back because it had used up its CPU time. */
    record AskThrottling() implements Request<Reply.Throttled> {

        private static final int TYPE = 12;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
        }

        @Override
        public Class<Reply.Throttled> replyType() {
            return Reply.Throttled.class;
        }

        @Override
        public CompletableFuture<Reply.Throttled> handle(Handler handler) {
            return CompletableFuture.completedFuture(handler.throttling());
        }
    }

    /** Say how long your compilers have worked. */
    record AskCompilation() implements Request<Reply.Compiled> {

        private static final int TYPE = 13;

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeByte(TYPE);
        }

        @Override
        public Class<Reply.Compiled> replyType() {
            return Reply.Compiled.class;
        }

        @Override
        public CompletableFuture<Reply.Compiled> handle(Handler handler) {
            return CompletableFuture.completedFuture(handler.compilation());
        }
    }
}
