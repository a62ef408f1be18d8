package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.peer.Link;
import dev.ipcdemo.peer.Task;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A side of a demo, run by a peer. Arguments: the demo's name, the transport's scheme, the side and the scope. What goes
 * over the link is a word and its texts; see the constants.
 */
public final class DemoTask implements Task {

    /** The task's name. */
    static final String NAME = "demo";

    /** Behind it: what one side tells the other. */
    static final String TELL = "tell";

    /** Behind it: an event's texts. */
    static final String EVENT = "event";

    /** Behind it: why this side has failed. The last word of a side that fails. */
    static final String FAILED = "failed";

    /** The last word of a side that has done its part. */
    static final String DONE = "done";

    /** Called by {@link java.util.ServiceLoader}. */
    public DemoTask() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link link, List<String> arguments) throws IOException {
        Demo demo = Demos.byName(arguments.get(0));
        Side side = Side.valueOf(arguments.get(2));
        Recorder recorder = new Recorder(side, event -> send(link, EVENT, event.toTexts()));
        Transport transport = Transports.byScheme(arguments.get(1));
        transport.availability(); // loads its native library, which would else be counted as part of the first call
        LinkedStage stage = new LinkedStage(
                transport,
                recorder,
                text -> send(link, TELL, List.of(text)),
                anywhere(transport, Scope.valueOf(arguments.get(3))),
                demo.limit());
        Thread ear = new Thread(() -> listen(link, stage), "demo-ear");
        ear.setDaemon(true);
        ear.start();
        try {
            if (side == Side.SERVER) {
                demo.server(stage);
            } else {
                demo.client(stage);
            }
            send(link, DONE, List.of());
        } catch (Exception e) {
            send(link, FAILED, List.of(DemoRun.why(e)));
        }
    }

    /** Where the other side can reach a server. */
    static Endpoint anywhere(Transport transport, Scope scope) throws SocketFailure {
        return transport.anyEndpoint(
                transport.domains().first(), scope == Scope.CROSS_HOST ? Reach.OTHER_HOSTS : Reach.THIS_HOST);
    }

    private static void listen(Link link, LinkedStage stage) {
        String why = "the other side has ended";
        try {
            List<String> message = link.receive();
            while (!message.isEmpty()) {
                stage.fill(message.get(1));
                message = link.receive();
            }
        } catch (IOException e) {
            why = e.getMessage();
        }
        stage.fillEnd(why);
    }

    /** Sends a word and its texts; if nobody is there to hear it, this side has no reason to go on. */
    static void send(Link link, String word, List<String> texts) {
        List<String> message = new ArrayList<>();
        message.add(word);
        message.addAll(texts);
        try {
            link.send(message);
        } catch (IOException e) {
            throw new UncheckedIOException("the other side of the demo is gone", e);
        }
    }
}
