package dev.ipcdemo.compare;

import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carrier.Socket;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.result.row.RowTraits;
import dev.ipcdemo.compare.result.row.RowTraits.Alternative;
import dev.ipcdemo.compare.statistics.RowCatalog;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The rows of the comparison: what they are, and which of them a reader wants to see compared. */
final class Rows implements RowCatalog {

    private static final String JDK = "JDK";
    private static final String SAME_KERNEL = "both ends share a kernel";

    @Override
    public String description(String row) {
        return Carriers.byName(row).description();
    }

    @Override
    public RowTraits traits(String row) {
        Carrier carrier = Carriers.byName(row);
        return new RowTraits(
                carrier.socket().map(socket -> socket.transport().scheme()),
                carrier.socket()
                        .filter(Socket::isBare)
                        .map(socket -> socket.transport().scheme()),
                carrier.socket().map(Rows::alternatives).orElse(List.of()),
                carrier.isPolled(),
                carrier.over());
    }

    /** Whether a row is chosen by a word: its own name, or the scheme of the transport that it is a variant of. */
    static boolean isChosenBy(String word, Carrier carrier) {
        return carrier.name().equals(word)
                || word.equals(Plan.FRAMEWORKS) && Carriers.frameworks().contains(carrier)
                || carrier.socket()
                        .filter(socket -> socket.transport().scheme().equals(word))
                        .isPresent();
    }

    private static List<Alternative> alternatives(Socket socket) {
        List<Alternative> alternatives = new ArrayList<>();
        for (Carrier other : Carriers.all()) {
            other.socket()
                    .filter(candidate -> !socket.isBare() && !candidate.isBare())
                    .filter(candidate -> isUsualInsteadOf(candidate, socket))
                    .ifPresent(usual -> alternatives.add(new Alternative(other.name(), condition(socket, usual))));
        }
        return alternatives;
    }

    /**
     * What one would use instead differs in one respect, and is the usual thing in that: IPv4 instead of another domain,
     * the JDK instead of another library, a stream instead of messages that are delivered as reliably.
     */
    private static boolean isUsualInsteadOf(Socket usual, Socket socket) {
        boolean sameDomain = usual.domain() == socket.domain();
        boolean sameType = type(usual) == type(socket);
        boolean sameLibrary = library(usual).equals(library(socket));
        if (sameType && !sameDomain) {
            return usual.domain() == Domain.AF_INET && (sameLibrary || !isMadeBy(library(usual), socket));
        }
        if (sameType) {
            return !sameLibrary && library(usual).equals(JDK);
        }
        return sameDomain
                && sameLibrary
                && type(usual) == SocketType.SOCK_STREAM
                && type(socket).isConnected();
    }

    /** Whether a library has sockets of the same domain and type too, so that these are what to compare first. */
    private static boolean isMadeBy(String library, Socket socket) {
        Predicate<Socket> isAlike = other -> other.domain() == socket.domain() && type(other) == type(socket);
        return Carriers.all().stream()
                .flatMap(carrier -> carrier.socket().stream())
                .anyMatch(isAlike.and(other -> library(other).equals(library)));
    }

    private static Optional<String> condition(Socket socket, Socket usual) {
        return socket.domain() == Domain.AF_UNIX && usual.domain() != Domain.AF_UNIX
                ? Optional.of(SAME_KERNEL)
                : Optional.empty();
    }

    private static SocketType type(Socket socket) {
        return socket.transport().type();
    }

    private static String library(Socket socket) {
        Transport transport = socket.transport();
        return transport.implementation();
    }
}
