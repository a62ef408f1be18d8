package dev.ipcdemo.cli.relay;

import dev.ipcdemo.cli.file.OutputFiles;
import dev.ipcdemo.cli.option.HelpOption;
import dev.ipcdemo.cli.option.SizeConverter;
import dev.ipcdemo.cli.option.SocketFileMode;
import dev.ipcdemo.cli.terminal.Colours;
import dev.ipcdemo.cli.terminal.Signals;
import dev.ipcdemo.cli.terminal.TimelinePrinter;
import dev.ipcdemo.cli.terminal.Width;
import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.relay.RelayLimits;
import dev.ipcdemo.relay.RelayObserver;
import dev.ipcdemo.relay.RelaySettings;
import dev.ipcdemo.relay.WrongFaultException;
import dev.ipcdemo.relay.capture.Capture;
import dev.ipcdemo.relay.control.ControlEndpoint;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Relays one endpoint to another until it is told to stop. */
@Command(
        name = "relay",
        sortOptions = false,
        description = {
            "Pass connections and datagrams on to another endpoint, with faults when asked, until Ctrl-C or SIGTERM.",
            "",
            "Streams are relayed to streams, also of another kind (tcp to unix), and messages to messages (udp to"
                    + " unixgram), whose boundaries are kept. The end of a stream is passed on, and the other direction"
                    + " stays open. Each client over datagrams has a socket to the target of its own. A receiver that"
                    + " does not read makes its sender wait; over udp, messages are dropped then, and over unixgram"
                    + " after a second, so that no other client waits. Empty datagrams are passed on to clients, and"
                    + " dropped on the way to the target, because no library sends them on a connected socket; an empty"
                    + " message of unixpacket is the end of the connection.",
            "",
            "When clients can come, one line on standard output says so and ends with the actual endpoint. At the end"
                    + " all sockets are closed, the socket file is removed, and a summary is printed, which"
                    + " counts messages, or of streams the pieces in which they were received.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo relay tcp://:7000 unix:/tmp/a.sock    a server on AF_UNIX, over TCP",
            "  ipc-demo relay tcp: tcp://db:5432 --show       watch a connection",
            "  ipc-demo relay tcp: tcp://db:5432 --delay 50ms --jitter 10ms",
            "  ipc-demo relay udp: udp://host:53 --loss 10%% --seed 1",
            "  ipc-demo relay tcp: tcp://db:5432 --reset --limit 1000 --share 20%%",
            "  ipc-demo relay tcp: tcp://db:5432 --record /tmp/db.pcapng",
            "  ipc-demo relay tcp: tcp://db:5432 --control unix:/tmp/control.sock",
            "  echo set loss=0 delay=1s | nc -UN /tmp/control.sock"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:stopped by Ctrl-C or SIGTERM",
            "1:the endpoint could not be opened, or not everything be recorded",
            "2:wrong usage"
        })
public final class RelayCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "LISTEN",
            description =
                    "Where clients come: an endpoint as for serve. Port 0, or nothing behind the colon, picks a free"
                            + " one.")
    private Endpoint listen;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description =
                    "The server's endpoint, as for connect. It is reached for when a client comes; but one that is the"
                            + " relay itself, by whatever name, or a path that is too long is refused at the start.")
    private Endpoint target;

    @Mixin
    private FaultOptions faults;

    @Option(
            names = "--control",
            paramLabel = "ENDPOINT",
            description = "Take commands at a unix: endpoint: 'faults', 'set [DIRECTION] delay=50ms"
                    + " loss=10%% ending=reset', 'replace [DIRECTION] ...', 'clear', 'reset', 'statistics' and 'help',"
                    + " each a line. The last line of an answer begins with ok or error.")
    private Optional<Endpoint> control = Optional.empty();

    @Option(
            names = "--show",
            description =
                    "Print what passes, in two columns, as text, and what is dropped. What nobody reads is left out, and"
                            + " counted.")
    private boolean show;

    @Option(names = "--hex", description = "The same, with each byte as two hexadecimal digits.")
    private boolean hex;

    @Option(
            names = "--show-bytes",
            paramLabel = "SIZE",
            defaultValue = "32",
            converter = SizeConverter.class,
            description = "How much of each message, or piece of a stream, is shown. Default: ${DEFAULT-VALUE}.")
    private int showBytes;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description =
                    "Write what passes, and what is dropped with a comment that says so, into a file that Wireshark"
                            + " opens (pcapng); it is overwritten once the relay"
                            + " listens. The target has the address 10.0.0.0 there, and client 1 has 10.0.0.1. When the"
                            + " file cannot be written anymore, because the disk is full, the relay says so, goes on"
                            + " without recording, and ends with status 1.")
    private Optional<Path> record = Optional.empty();

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many clients at once; a further one is closed at once, and its datagrams are dropped."
                    + " Default: ${DEFAULT-VALUE}.")
    private int maxConnections;

    @Option(
            names = "--max-message",
            paramLabel = "SIZE",
            defaultValue = "64k",
            converter = SizeConverter.class,
            description = "The largest message; a larger one is dropped and counted. Default: ${DEFAULT-VALUE}.")
    private int maxMessageBytes;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "When nothing has passed for this long, a client over datagrams is forgotten. 0 for never."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration idleTimeout;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "0600",
            converter = SocketFileMode.Converter.class,
            description = "The permissions of a socket file, as in 0660 or rw-rw----. Default: ${DEFAULT-VALUE}.")
    private SocketFileMode mode;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    public RelayCommand() {}

    @Override
    public Integer call() throws IOException {
        requireNothingWithoutEffect();
        requireWritable();
        Capture capture = record.isPresent() ? capture(record.get()) : null;
        int status;
        try (RelayTimeline timeline = show || hex ? timeline() : null;
                capture) {
            List<RelayObserver> observers = Stream.<RelayObserver>of(timeline, capture)
                    .filter(Objects::nonNull)
                    .toList();
            status = relay(
                    new FailureLog(observers, spec.commandLine().getErr()),
                    capture == null ? () -> {} : capture::begin);
        }
        return capture == null || capture.isComplete() ? status : 1;
    }

    private void requireNothingWithoutEffect() {
        if (isGiven("--mode") && !SocketFileMode.isFor(listen)) {
            throw wrong("--mode is for a socket file, and '" + listen + "' has none");
        }
        if (isGiven("--show-bytes") && !show && !hex) {
            throw wrong("--show-bytes needs --show or --hex, which print what passes");
        }
        SocketType from = Transports.byScheme(listen.scheme()).type();
        if (isGiven("--max-message") && !from.keepsBoundaries()) {
            throw wrong("--max-message is for messages, and '" + listen + "' has none");
        }
        SocketType to = Transports.byScheme(target.scheme()).type();
        if (isGiven("--idle-timeout") && from.isConnected() && to.isConnected()) {
            throw wrong("--idle-timeout is for datagrams, and '" + listen + "' and '" + target + "' have connections");
        }
    }

    private boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private void requireWritable() {
        OutputFiles files = OutputFiles.notOnOutput(); // where the endpoint is told
        files.add("--record", record);
        files.obstacle(Map.of()).ifPresent(obstacle -> {
            throw wrong(obstacle);
        });
    }

    private Capture capture(Path file) {
        PrintWriter err = spec.commandLine().getErr();
        return new Capture(
                file,
                failure -> err.println(
                        "relay: nothing more is recorded; what passes is not affected: " + failure.getMessage()));
    }

    /** What is done when the relay listens, and has not started. */
    @FunctionalInterface
    private interface BeforeStart {
        void run() throws IOException;
    }

    private RelayTimeline timeline() {
        TimelinePrinter printer =
                new TimelinePrinter(spec.commandLine().getOut(), Width.ofOutput(), Colours.ifTerminal());
        return new RelayTimeline(printer, hex, showBytes);
    }

    @SuppressWarnings("try") // "signals" is there to be closed, and not named otherwise
    private int relay(RelayObserver observer, BeforeStart beforeStart) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Relay relay = listen(observer);
                ControlEndpoint endpoint = control.isPresent() ? openControl(control.get(), relay) : null) {
            beforeStart.run();
            try (Signals signals = Signals.onStop(relay::close)) {
                relay.start();
                sayFaults(relay);
                out.println("relay to " + target + " listening on " + relay.endpoint());
                if (out.checkError()) {
                    return 1; // nobody could learn where it is
                }
                awaitEnd(relay);
            }
            out.println("relay ended: " + relay.statistics());
        }
        return 0;
    }

    private Relay listen(RelayObserver observer) throws SocketFailure {
        try {
            Options options = Options.DEFAULT.with(Options.SOCKET_FILE_MODE, mode.permissions());
            RelayLimits limits =
                    new RelayLimits(maxConnections, maxMessageBytes, idleTimeout, RelayLimits.DEFAULT.delayedBytes());
            RelaySettings settings = RelaySettings.defaults()
                    .withLimits(limits)
                    .withOptions(options)
                    .withObserver(observer);
            return Relay.listen(listen, target, faults.addTo(settings));
        } catch (WrongFaultException e) {
            throw wrong(e.messageWith(FaultOptions.NAMES));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ControlEndpoint openControl(Endpoint endpoint, Relay relay) throws SocketFailure {
        try {
            ControlEndpoint opened = ControlEndpoint.open(endpoint, relay);
            spec.commandLine().getErr().println("control at " + opened.endpoint());
            return opened;
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private void sayFaults(Relay relay) {
        for (Direction direction : Direction.values()) {
            if (!relay.faults(direction).equals(Faults.NONE)) {
                spec.commandLine()
                        .getErr()
                        .println("faults " + direction + ": " + relay.faults(direction) + " (seed " + relay.seed()
                                + ")");
            }
        }
    }

    /** Interrupting this thread ends the relay, too. */
    private static void awaitEnd(Relay relay) {
        while (true) {
            try {
                relay.await();
                return;
            } catch (InterruptedException e) {
                relay.close();
            }
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
