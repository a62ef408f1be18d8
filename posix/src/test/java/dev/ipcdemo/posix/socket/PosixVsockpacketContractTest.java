package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.KernelContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfMessages;
import java.nio.file.Path;

/** Where the kernel has a loopback for it. */
class PosixVsockpacketContractTest implements StreamContract, StreamOfMessages, KernelContract {

    @Override
    public StreamTransport transport() {
        return Transports.stream("posix+vsockpacket");
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return Endpoint.parse("posix+vsockpacket://1:0");
    }

    @Override
    public boolean sendsEmptyMessages() {
        return false; // they look like the end of the stream
    }
}
