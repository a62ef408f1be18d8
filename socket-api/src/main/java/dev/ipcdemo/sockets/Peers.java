package dev.ipcdemo.sockets;

/** What can be connected to. */
final class Peers {

    private Peers() {}

    static void requireName(Endpoint endpoint) throws SocketFailure {
        if (!endpoint.isNamed()) {
            throw new SocketFailure(
                    "connect", endpoint.toString(), FailureKind.NOT_SUPPORTED, "a peer to connect to must be named");
        }
    }
}
