package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.MessageLink;
import dev.ipcdemo.launch.Task;
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
import java.util.Optional;

/** A side of a demo, run by a worker; see {@link DemoMessage} for what goes over the link. */
public final class DemoTask implements Task {

    /** The task's name. */
    static final String NAME = "demo";

    /** Called by {@link java.util.ServiceLoader}. */
    public DemoTask() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link bytes) throws IOException {
        MessageLink<DemoMessage, DemoMessage> link = DemoMessage.over(bytes);
        Optional<DemoMessage> first = link.receive();
        if (first.isPresent() && first.get() instanceof DemoMessage.Start start) {
            run(start, link);
        } else {
            throw new IOException("the starter has not said which demo to run");
        }
    }

    private static void run(DemoMessage.Start start, MessageLink<DemoMessage, DemoMessage> link) throws IOException {
        Demo demo = Demos.byName(start.demo());
        Recorder recorder = new Recorder(start.side(), event -> send(link, event));
        Transport transport = Transports.byScheme(start.scheme());
        transport.availability(); // loads its native library, which would otherwise count as part of the first call
        LinkedStage stage = new LinkedStage(
                transport,
                recorder,
                text -> send(link, new DemoMessage.Tell(text)),
                anywhere(transport, start.scope()),
                demo.limit());
        Thread reader = new Thread(() -> listen(link, stage), "demo-link");
        reader.setDaemon(true);
        reader.start();
        try {
            if (start.side() == Side.SERVER) {
                demo.server(stage);
            } else {
                demo.client(stage);
            }
            send(link, new DemoMessage.Done());
        } catch (Exception e) {
            send(link, new DemoMessage.Failed(DemoRun.why(e)));
        }
    }

    /**
     * Where a server can be reached by the other side: on another host only at an address of this one that is not
     * loopback, while a socket file goes into the temporary directory, which the hosts share.
     */
    static Endpoint anywhere(Transport transport, Scope scope) throws SocketFailure {
        if (scope != Scope.CROSS_HOST || transport.domains().contains(Domain.AF_UNIX)) {
            return new Endpoint(transport.scheme(), new AnyName());
        }
        InetAddress here = HostNames.lookup(HostNames.local()).get(0);
        return new Endpoint(transport.scheme(), new HostPort(InetNames.text(here), "0"));
    }

    private static void listen(MessageLink<DemoMessage, DemoMessage> link, LinkedStage stage) {
        String why = "the other side has ended";
        try {
            for (Optional<DemoMessage> next = link.receive(); next.isPresent(); next = link.receive()) {
                if (next.get() instanceof DemoMessage.Tell told) {
                    stage.fill(told.text());
                }
            }
        } catch (IOException e) {
            why = e.getMessage();
        }
        stage.fillEnd(why);
    }

    /** Sends a message; without anybody to receive it, this side has no reason to go on. */
    static void send(MessageLink<DemoMessage, DemoMessage> link, DemoMessage message) {
        try {
            link.send(message);
        } catch (IOException e) {
            throw new UncheckedIOException("the other side of the demo is gone", e);
        }
    }
}
