package dev.ipcdemo.sockets.contract;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;

/** What every transport of connections guarantees. */
public interface StreamContract
        extends StreamTransfer, StreamEnd, StreamWaiting, StreamAddresses, StreamManyAtOnce, TransportContract {

    @Override
    StreamTransport transport();

    @Override
    default OpenSocket open(Endpoint endpoint, Options options) throws SocketFailure {
        return transport().listen(endpoint, options);
    }

    @Override
    default String openVerb() {
        return "listen";
    }
}
