package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.util.Optional;

/** A {@link Sandbox} for a transport of connections. */
public final class StreamSandbox extends Sandbox {

    private final StreamContract contract;

    StreamSandbox(StreamContract contract) {
        super(contract);
        this.contract = contract;
    }

    /**
     * Both ends of one connection.
     *
     * @param client the end that connected
     * @param server the end that was accepted
     */
    public record Pair(Connection client, Connection server) {}

    /** The endpoint that a failure on a connection names: the peer, or this end where the peer has no name. */
    public static Endpoint subject(Connection connection) {
        return connection.peerEndpoint().isNamed() ? connection.peerEndpoint() : connection.localEndpoint();
    }

    /** A pair with the default options. */
    public Pair pair() throws IOException {
        return pair(Options.DEFAULT, Options.DEFAULT);
    }

    /** A pair whose listener has been closed. */
    public Pair pair(Options client, Options server) throws IOException {
        try (Listener listener = contract.transport().listen(freshEndpoint(), server)) {
            return pair(listener, client, server);
        }
    }

    /** A pair through a listener that nobody else connects to. */
    public Pair pair(Listener listener, Options client, Options server) throws IOException {
        Connection connected = connect(listener, client);
        return new Pair(connected, server.get(Options.BLOCKING) ? accept(listener) : tryAccept(listener));
    }

    /** A listener at a fresh name. */
    public Listener listen(Options options) throws IOException {
        return closeLater(contract.transport().listen(freshEndpoint(), options));
    }

    /** A client's end. */
    public Connection connect(Listener listener, Options options) throws IOException {
        return closeLater(contract.transport().connect(listener.localAddress(), options));
    }

    /** A server's end, also from a listener whose own limit is short. */
    public Connection accept(Listener listener) throws IOException {
        return closeLater(despiteTimeouts(listener::accept));
    }

    /** A server's end, from a listener that does not wait. */
    public Connection tryAccept(Listener listener) {
        return closeLater(
                eventually().until(listener::tryAccept, Optional::isPresent).orElseThrow());
    }
}
