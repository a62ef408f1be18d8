package dev.ipcdemo.cli;

import dev.ipcdemo.cli.option.EndpointConverter;
import dev.ipcdemo.cli.option.HelpOption;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.InetNames;
import java.io.PrintWriter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Names to addresses: gethostname(2), gethostbyname(3), getservbyname(3). */
@Command(
        name = "resolve",
        description = {
            "Look up a name: gethostname, gethostbyname, getservbyname.",
            "",
            "Prints one line for each address: its domain and the address. For an endpoint, each line also has the type"
                    + " of the socket, and the address is a numeric endpoint. Without a NAME, the first line is the name of"
                    + " this host.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo resolve                    the name of this host, and its addresses",
            "  ipc-demo resolve localhost          AF_INET  127.0.0.1",
            "  ipc-demo resolve tcp://[::1]:echo   AF_INET6  SOCK_STREAM  tcp://[::1]:7"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:found", "1:not found", "2:wrong usage"})
final class ResolveCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "A host name, an address or an endpoint (default: this host).")
    private Optional<String> name = Optional.empty();

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    ResolveCommand() {}

    @Override
    public Integer call() throws SocketFailure {
        PrintWriter out = spec.commandLine().getOut();
        if (name.isEmpty()) {
            String local = HostNames.local();
            out.println("hostname  " + local);
            printAddresses(local, out);
            return 0;
        }
        Optional<Endpoint> endpoint = endpoint(name.get());
        if (endpoint.isPresent()) {
            printEndpoints(endpoint.get(), out);
        } else {
            printAddresses(name.get(), out);
        }
        return 0;
    }

    /** Empty for a host; an IPv6 address has colons too. */
    private Optional<Endpoint> endpoint(String text) {
        int colon = text.indexOf(':');
        boolean hasKnownScheme = colon > 0
                && Transports.all().stream()
                        .anyMatch(transport -> transport.scheme().equals(text.substring(0, colon)));
        if (!hasKnownScheme
                && !text.contains("://")
                && EndpointConverter.meant(text).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EndpointConverter().convert(text));
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static void printAddresses(String host, PrintWriter out) throws SocketFailure {
        for (InetAddress address : HostNames.lookup(host)) {
            out.println(padded(domain(address)) + InetNames.text(address));
        }
    }

    private static void printEndpoints(Endpoint endpoint, PrintWriter out) throws SocketFailure {
        Transport transport = Transports.byScheme(endpoint.scheme());
        for (SocketAddress address : transport.resolve(endpoint)) {
            Domain domain = address instanceof InetSocketAddress inet
                    ? domain(inet.getAddress())
                    : transport.domains().first();
            Endpoint numeric = transport.endpointOf(address);
            out.println(padded(domain) + transport.type() + "  " + numeric
                    + (numeric.name() instanceof Endpoint.AnyName ? "  (any free name)" : ""));
        }
    }

    private static Domain domain(InetAddress address) {
        return address instanceof Inet6Address ? Domain.AF_INET6 : Domain.AF_INET;
    }

    /** Padded to the width of {@code hostname} and two spaces. */
    private static String padded(Domain domain) {
        return String.format("%-10s", domain);
    }
}
