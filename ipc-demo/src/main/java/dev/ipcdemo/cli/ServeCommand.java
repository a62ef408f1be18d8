package dev.ipcdemo.cli;

import dev.ipcdemo.cli.option.HelpOption;
import dev.ipcdemo.cli.option.SizeConverter;
import dev.ipcdemo.cli.option.SocketFileMode;
import dev.ipcdemo.cli.terminal.Signals;
import dev.ipcdemo.service.ServiceName;
import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.service.server.Service;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transports;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves an endpoint until it is told to stop. */
@Command(
        name = "serve",
        sortOptions = false,
        description = {
            "Serve an endpoint, to many clients at once, until Ctrl-C or SIGTERM.",
            "",
            "When clients can come, one line on standard output says so and ends with the actual endpoint. On standard"
                    + " error there is a line for each client that comes and goes; when there are too many in a short"
                    + " time, some are left out, and their number is given. Nothing waits for standard error to be"
                    + " read: what nobody reads is dropped in the end, and counted. At the end the socket and all"
                    + " connections are closed, the socket file is removed, and a summary is printed.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo serve tcp://127.0.0.1:7000             clients: nc 127.0.0.1 7000",
            "  ipc-demo serve tcp://:7000                      on any interface",
            "  ipc-demo serve udp: --service discard           on a free port of loopback",
            "  ipc-demo serve unix:/tmp/c --service chat       people:  nc -U /tmp/c",
            "  ipc-demo serve unix:/tmp/a.sock --mode 0660     clients: nc -U /tmp/a.sock",
            "  ipc-demo serve unixpacket:@name --max-message 4k",
            "  ipc-demo serve tcp://:7000 --service measure    for ipc-demo compare --peer",
            "  ipc-demo connect ENDPOINT                       a client for each of them"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:stopped by Ctrl-C or SIGTERM", "1:the endpoint could not be served", "2:wrong usage"})
final class ServeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ENDPOINT",
            description = "Where: tcp://HOST:PORT, udp://HOST:PORT, unix:PATH, junix:PATH, unixgram:PATH,"
                    + " unixpacket:PATH; @NAME in place of a path is abstract (not for unix). Port 0, or nothing behind"
                    + " the colon, picks a free one.")
    private Endpoint endpoint;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "echo",
            description =
                    "What to do with what comes: ${COMPLETION-CANDIDATES}. Chat over udp, and measure over udp and"
                            + " unixgram, let a client in only when it has proven its address; over udp, chat answers a first"
                            + " line of 8 bytes or more with a code to say, and one of 24 or more in a sentence. Another server that sends everything back ends up in no loop: a message that is the"
                            + " same as an answer just before is answered 1000 times, and then 10 times a second; the server's"
                            + " own address and the ports of echo, systat, daytime, qotd, chargen, time, domain, tftp and ntp"
                            + " are never answered. Default: ${DEFAULT-VALUE}.")
    private ServiceName service;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "1024",
            description = "How many clients at once; a further one is closed at once, and its datagrams are dropped."
                    + " Default: ${DEFAULT-VALUE}.")
    private int maxConnections;

    @Option(
            names = "--max-message",
            paramLabel = "SIZE",
            defaultValue = "64k",
            converter = SizeConverter.class,
            description = "The largest message, where there are messages: over udp, unixgram and unixpacket, and for"
                    + " measure, which refuses a client that wants more. A larger one is dropped and counted. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int maxMessageBytes;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description =
                    "When nothing has come or gone for this long, a connection is closed, and a client that sent"
                            + " datagrams is forgotten; over udp, when nothing has come. 0 for never. Default: ${DEFAULT-VALUE}.")
    private Duration idleTimeout;

    @Option(
            names = "--finish-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description =
                    "How long a client may take to finish what it has begun, even if it keeps sending: a line of a"
                            + " chat, or the greeting of a measurement, which itself may take as long as the greeting says. Then its"
                            + " connection is closed. For echo and discard nothing is ever unfinished: a client that sends a byte"
                            + " now and then may stay, and takes one place of --max-connections. 0 for no limit. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Duration finishTimeout;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "5s",
            description =
                    "For how long connections may go on after SIGTERM or Ctrl-C. Nobody new is let in, and each connection"
                            + " is closed when what came has been answered and nothing more has come for 1 s, or half of"
                            + " TIME if that is less. Those that remain are cut, and counted in the last line. A second signal"
                            + " ends it at once. 0 to cut all at once. Default: ${DEFAULT-VALUE}.")
    private Duration drain;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            defaultValue = "128",
            description = "How many connections may wait to be accepted, see listen(2). Default: ${DEFAULT-VALUE}.")
    private int backlog;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "0600",
            converter = SocketFileMode.Converter.class,
            description = "The permissions of a socket file, as in 0660 or rw-rw----. Default: ${DEFAULT-VALUE}.")
    private SocketFileMode mode;

    @Option(
            names = "--shared-directory",
            description =
                    "Allow a socket file where other users can replace it: in a directory that belongs to another user,"
                            + " or that other users may write and that has no sticky bit, or below one. Whoever replaces the"
                            + " socket file gets the clients that come next. Without this option it is refused.")
    private boolean sharedDirectory;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    ServeCommand() {}

    @Override
    @SuppressWarnings("try") // "signals" is there to be closed, and not named otherwise
    public Integer call() throws SocketFailure {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        requireNothingWithoutEffect();
        Limits limits = limits();
        // Signals first: a client may be served as soon as the server is started, and one follow.
        CompletableFuture<Server> started = new CompletableFuture<>();
        try (Signals signals = Signals.onStop(() -> started.thenAccept(server -> server.drain(drain)));
                Server server = Server.start(endpoint, service(limits), limits, options(), err::println)) {
            started.complete(server);
            out.println(service + " listening on " + server.endpoint());
            if (out.checkError()) {
                return 1; // nobody could learn where it is
            }
            awaitEnd(server);
            out.println(service + " ended: " + server.summary());
        }
        return 0;
    }

    /** Interrupting this thread ends the server, too. */
    private static void awaitEnd(Server server) {
        while (true) {
            try {
                server.await();
                return;
            } catch (InterruptedException e) {
                server.close();
            }
        }
    }

    private void requireNothingWithoutEffect() {
        refuseWithout(SocketFileMode.isFor(endpoint), "a socket file", "--mode", "--shared-directory");
        SocketType type = Transports.byScheme(endpoint.scheme()).type();
        refuseWithout(type.isConnected(), "connections", "--backlog", "--drain");
        refuseWithout(type.keepsBoundaries() || service == ServiceName.MEASURE, "messages", "--max-message");
        boolean hasSomethingToFinish =
                service == ServiceName.CHAT || service == ServiceName.MEASURE && type.isConnected();
        if (!hasSomethingToFinish && isGiven("--finish-timeout")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--finish-timeout is for chat, and for measure over connections; nothing else is ever unfinished");
        }
    }

    private void refuseWithout(boolean isThere, String what, String... options) {
        for (String option : options) {
            if (!isThere && isGiven(option)) {
                throw new ParameterException(
                        spec.commandLine(), option + " is for " + what + ", and '" + endpoint + "' has none");
            }
        }
    }

    private boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private Limits limits() {
        try {
            return new Limits(maxMessageBytes, maxConnections, idleTimeout, finishTimeout);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Service service(Limits limits) {
        try {
            return service.make(limits);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Options options() {
        try {
            return Options.DEFAULT
                    .with(Options.BACKLOG, backlog)
                    .with(Options.SOCKET_FILE_MODE, mode.permissions())
                    .with(Options.SHARED_DIRECTORY, sharedDirectory);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
