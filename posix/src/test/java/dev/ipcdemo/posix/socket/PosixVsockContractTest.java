package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.KernelContract;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfBytes;
import java.nio.file.Path;

/** Where the kernel has a loopback for it. */
class PosixVsockContractTest implements StreamContract, StreamOfBytes, KernelContract {

    @Override
    public StreamTransport transport() {
        return Transports.stream("posix+vsock");
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return Endpoint.parse("posix+vsock://1:0");
    }
}
