package dev.ipcdemo.cli;

import dev.ipcdemo.cli.option.EndpointConverter;
import dev.ipcdemo.cli.option.HelpOption;
import dev.ipcdemo.cli.terminal.Conversation;
import dev.ipcdemo.cli.terminal.LineEditor;
import dev.ipcdemo.cli.terminal.PrintableOutput;
import dev.ipcdemo.cli.terminal.Prompt;
import dev.ipcdemo.cli.terminal.StandardInput;
import dev.ipcdemo.cli.terminal.StandardOutput;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.InetNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Talks to an endpoint from standard input and output. */
@Command(
        name = "connect",
        sortOptions = false,
        description = {
            "Send standard input to an endpoint, and print what comes back.",
            "",
            "At a terminal the line can be edited, the up arrow brings back earlier ones, and Ctrl-D on an empty line"
                    + " ends the input. What arrives is printed above the line. Output to a terminal has '?' for control"
                    + " characters, also when the input comes from a pipe; to a pipe or a file, bytes pass through"
                    + " unchanged.",
            "",
            "Over a stream (tcp, unix, junix) and over sequenced packets (unixpacket), the end of the input is told to"
                    + " the peer (half-close), and what arrives is printed until the peer ends. Where there are"
                    + " messages (udp, unixgram, unixpacket), each line is one message, with its newline.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo connect tcp://127.0.0.1:7000",
            "  printf 'hi\\n' | ipc-demo connect unix:/tmp/a.sock",
            "  ipc-demo connect tcp://server:7000 --wait 30s",
            "  printf 'hi\\n' | ipc-demo connect udp://localhost:7000 --linger 200ms",
            "  ipc-demo connect unixgram:/tmp/a.sock --bind unixgram:/tmp/me.sock"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the peer ended in order, or after the last line was quiet for as long as --linger says",
            "1:refused, reset, or otherwise failed",
            "2:wrong usage",
            "130:ended by Ctrl-C"
        })
final class ConnectCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ENDPOINT",
            description = "The peer: tcp://HOST:PORT, udp://HOST:PORT, unix:PATH, junix:PATH, unixgram:PATH,"
                    + " unixpacket:PATH; @NAME in place of a path is abstract (not for unix).")
    private Endpoint endpoint;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long connecting may take, for each address of a host; 0 leaves it to the system."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "0",
            description = "Keep trying for this long while the peer cannot be reached: refused, no socket file, unknown"
                    + " host, no route, or timed out. Over udp, only an unknown host or no route is noticed. Default:"
                    + " ${DEFAULT-VALUE}, one try.")
    private Duration wait;

    @Option(
            names = "--linger",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "How long to wait for replies after the input ends (datagrams have no end of stream)."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration linger;

    @Option(
            names = "--bind",
            paramLabel = "ENDPOINT",
            description = "The own address of a client that sends datagrams. Default: any free one.")
    private Optional<Endpoint> bind = Optional.empty();

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    ConnectCommand() {}

    @Override
    public Integer call() throws IOException {
        Transport transport = Transports.byScheme(endpoint.scheme());
        EndpointConverter.requireNamed(endpoint, spec.commandLine());
        checkBind(transport);
        checkLinger(transport);
        Availability availability = transport.availability();
        if (!availability.isAvailable()) {
            throw new SocketFailure("connect", endpoint.toString(), FailureKind.NOT_SUPPORTED, availability.reason());
        }
        StandardInput input = StandardInput.open();
        PrintWriter err = spec.commandLine().getErr();
        Prompt prompt = Prompt.of(err);
        Connection connection = new PeerWait(wait, err, () -> false).open(() -> open(transport));
        if (prompt != Prompt.NONE) {
            err.println("connected to " + connection.peerEndpoint() + "; Ctrl-D ends");
        }
        if (prompt == Prompt.NONE) {
            converse(connection, prompt, input, StandardOutput.forPeer());
        } else {
            converseAtTerminal(connection, prompt, input);
        }
        return 0;
    }

    private void converseAtTerminal(Connection connection, Prompt prompt, StandardInput input) throws IOException {
        Optional<LineEditor> editor = LineEditor.open();
        if (editor.isEmpty()) {
            converse(connection, prompt, input, new PrintableOutput(new StandardOutput()));
            return;
        }
        try (LineEditor open = editor.get()) {
            converse(connection, Prompt.NONE, open.input(), open.output());
        }
    }

    private void converse(Connection connection, Prompt prompt, InputStream input, OutputStream output)
            throws IOException {
        boolean peerCanEnd = Transports.byScheme(endpoint.scheme()).type().isConnected();
        new Conversation(connection, peerCanEnd, prompt, linger).run(input, output);
    }

    private void checkBind(Transport transport) {
        if (bind.isEmpty()) {
            return;
        }
        if (transport.type().isConnected()) {
            throw new ParameterException(
                    spec.commandLine(), "--bind is for datagrams, and '" + transport.scheme() + "' has connections");
        }
        if (!bind.get().scheme().equals(transport.scheme())) {
            throw new ParameterException(
                    spec.commandLine(), "--bind needs an endpoint of the same scheme, " + transport.scheme());
        }
    }

    private void checkLinger(Transport transport) {
        if (transport.type().isConnected()
                && spec.commandLine().getParseResult().hasMatchedOption("--linger")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--linger is for datagrams, and a connection of '" + transport.scheme() + "' has an end");
        }
    }

    private Connection open(Transport transport) throws SocketFailure {
        Options options = Options.DEFAULT.with(Options.CONNECT_TIMEOUT, timeout);
        return bind.isPresent()
                ? openBound(Transports.packet(endpoint.scheme()), bind.get(), options)
                : transport.connect(endpoint, options);
    }

    private Connection openBound(PacketTransport transport, Endpoint own, Options options) throws SocketFailure {
        PacketSocket socket = transport.bind(own, options);
        try {
            SocketAddress bound = socket.localAddress();
            SocketAddress peer = transport.resolve(endpoint).stream()
                    .map(InetNames::destination)
                    .filter(address -> reaches(bound, address))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no address of the domain of " + bound));
            return socket.connect(peer);
        } catch (IllegalArgumentException e) {
            socket.close();
            throw new SocketFailure(
                    "connect",
                    endpoint.toString(),
                    FailureKind.NOT_SUPPORTED,
                    "the address given with --bind is of another domain",
                    e);
        } catch (SocketFailure | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** A socket of any address of AF_INET6 reaches both domains. */
    private static boolean reaches(SocketAddress own, SocketAddress peer) {
        if (!isInternet(own) || !isInternet(peer)) {
            return true;
        }
        InetAddress from = ((InetSocketAddress) own).getAddress();
        InetAddress to = ((InetSocketAddress) peer).getAddress();
        return from instanceof Inet6Address && from.isAnyLocalAddress()
                || from.getClass().equals(to.getClass());
    }

    /** An address of junixsocket is an InetSocketAddress, too, but an unresolved one. */
    private static boolean isInternet(SocketAddress address) {
        return address instanceof InetSocketAddress inet && !inet.isUnresolved();
    }
}
