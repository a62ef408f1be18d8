package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.compare.result.ClientResult;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.result.Usage;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.Task;
import dev.ipcdemo.sockets.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One JVM of a round: holds servers, clients, or both, as it is told over the link. A message is a word, the number of what
 * it is about, and arguments; every one is answered with {@link #OK} or {@link #FAILED}, the same two, and a result. The
 * words are the constants.
 */
public final class MeasuringTask implements Task {

    static final String NAME = "bench";

    /** Opens a server. Cell and settings → its address. */
    static final String SERVE = "serve";

    /** Connects a client. Address, cell and settings → where it is placed, and its buffers. */
    static final String DIAL = "dial";

    /** Connects a client to a server that is not ours. Endpoint, milliseconds, cell and settings → the same. */
    static final String VISIT = "visit";

    /** Asks such a server, by its client. Whether to mark → {@link Arrivals#toTexts}. */
    static final String REPORT = "report";

    /** Drives a client. Nanoseconds → {@link ClientResult#toTexts}. */
    static final String DRIVE = "drive";

    /** Lets a server count anew. */
    static final String MARK = "mark";

    /** → {@link Arrivals#toTexts}, {@link Usage#toTexts} since the mark, and where the server is placed. */
    static final String ARRIVALS = "arrivals";

    /** Ends a server or a client, whatever it does → what went wrong on a server, or empty. */
    static final String END = "end";

    /** → {@link Environment#line} of where this JVM runs. */
    static final String ENVIRONMENT = "environment";

    static final String OK = "ok";
    static final String FAILED = "failed";

    private final Map<String, Side> sides = new HashMap<>();

    /** Called by {@link java.util.ServiceLoader}. */
    public MeasuringTask() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link link, List<String> arguments) throws IOException {
        try {
            List<String> message = link.receive();
            while (!message.isEmpty()) {
                String id = message.get(1);
                String word = message.get(0);
                List<String> rest = message.subList(2, message.size());
                Reply reply = new Reply(link, word, id);
                try {
                    heed(word, id, rest, reply);
                } catch (IOException | RuntimeException | LinkageError e) {
                    reply.failed(e);
                }
                message = link.receive();
            }
        } finally {
            sides.values().forEach(Side::end);
        }
    }

    private void heed(String word, String id, List<String> arguments, Reply reply) throws IOException {
        switch (word) {
            case SERVE -> {
                Cell cell = Cell.ofTexts(arguments.subList(0, 8));
                Settings settings = Settings.ofTexts(arguments.subList(8, arguments.size()));
                ServerSide side = ServerSide.open(cell, settings);
                sides.put(SERVE + id, side);
                reply.ok(List.of(side.address()));
            }
            case DIAL -> {
                Cell cell = Cell.ofTexts(arguments.subList(1, 9));
                Settings settings = Settings.ofTexts(arguments.subList(9, arguments.size()));
                ClientSide side = new ClientSide(cell, settings);
                sides.put(DIAL + id, side);
                side.dial(arguments.get(0), reply);
            }
            case VISIT -> {
                Cell cell = Cell.ofTexts(arguments.subList(2, 10));
                Settings settings = Settings.ofTexts(arguments.subList(10, arguments.size()));
                ClientSide side = new ClientSide(cell, settings);
                sides.put(DIAL + id, side);
                side.visit(Endpoint.parse(arguments.get(0)), Long.parseLong(arguments.get(1)), reply);
            }
            case DRIVE -> client(id).drive(Long.parseLong(arguments.get(0)), reply);
            case REPORT -> client(id).arrivals(Boolean.parseBoolean(arguments.get(0)), reply);
            case MARK -> {
                server(id).mark();
                reply.ok(List.of());
            }
            case ARRIVALS -> reply.ok(server(id).arrivals());
            case END -> {
                Side side = sides.remove(arguments.get(0) + id);
                reply.ok(List.of(side == null ? "" : side.end()));
            }
            case ENVIRONMENT -> reply.ok(List.of(Environment.here(List.of()).line()));
            default -> throw new IOException("nobody knows what '" + word + "' is");
        }
    }

    private ClientSide client(String id) {
        return (ClientSide) sides.get(DIAL + id);
    }

    private ServerSide server(String id) {
        return (ServerSide) sides.get(SERVE + id);
    }

    /** Either side of an exchange. */
    interface Side {
        /** Ends it. Returns what had gone wrong, or empty. */
        String end();
    }

    /** Answers one message, from whatever thread. */
    record Reply(Link link, String about, String id) {

        void ok(List<String> result) throws IOException {
            send(OK, result);
        }

        void failed(Throwable why) throws IOException {
            String message = why.getMessage();
            send(FAILED, List.of(message == null ? why.toString() : message));
        }

        private void send(String word, List<String> result) throws IOException {
            List<String> message = new ArrayList<>(List.of(word, about, id));
            message.addAll(result);
            link.send(message);
        }
    }
}
