package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.recording.Recorder;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.Task;
import dev.ipcdemo.launch.Threads;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.InetNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One side of a demo, run by a peer. Arguments: the demo's name, the transport's scheme, the side and the scope. What goes
 * over the link is a word and its texts; see the constants.
 */
public final class DemoTask implements Task {

    /** The task's name. */
    static final String NAME = "demo";

    /** Followed by what one side tells the other. */
    static final String TELL = "tell";

    /** Followed by an event's texts. */
    static final String EVENT = "event";

    /** Followed by why this side has failed. The last word of a side that fails. */
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
        transport.availability(); // loads its native library, which would otherwise count as part of the first call
        LinkedStage stage = new LinkedStage(
                transport,
                recorder,
                text -> send(link, TELL, List.of(text)),
                anywhere(transport, Scope.valueOf(arguments.get(3))),
                demo.limit());
        Threads.startPlatform("demo-listener", () -> stage.listen(link));
        try {
            if (side == Side.SERVER) {
                demo.server(stage);
            } else {
                demo.client(stage);
            }
            send(link, DONE, List.of());
        } catch (Exception e) {
            send(link, FAILED, List.of(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /**
     * Where the other side can reach a server. On another host that is only an address of this one that is not loopback; a
     * socket file goes into the temporary directory, which the hosts share.
     */
    private static Endpoint anywhere(Transport transport, Scope scope) throws SocketFailure {
        if (scope != Scope.CROSS_HOST || transport.domains().contains(Domain.AF_UNIX)) {
            return new Endpoint(transport.scheme(), new AnyName());
        }
        InetAddress here = HostNames.lookup(HostNames.local()).get(0);
        return new Endpoint(transport.scheme(), new HostPort(InetNames.text(here), "0"));
    }

    /** Sends a word and its texts. If the other end has gone, this side has no reason to go on. */
    static void send(Link link, String word, List<String> texts) {
        List<String> message = new ArrayList<>();
        message.add(word);
        message.addAll(texts);
        try {
            link.send(message);
        } catch (IOException e) {
            throw new UncheckedIOException("the other side of the demo has gone", e);
        }
    }
}
