package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.PacketBatches;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketWithoutAllocation;
import dev.ipcdemo.sockets.contract.PacketsThatWait;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import java.nio.file.Path;
import java.util.UUID;

class PosixUnixgramContractTest
        implements PacketContract, PacketsThatWait, SocketFileContract, PacketWithoutAllocation, PacketBatches {

    @Override
    public PacketTransport transport() {
        return Transports.packet("posix+unixgram");
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "posix+unixgram",
                new PathName(directory.resolve(UUID.randomUUID().toString()).toString()));
    }

    @Override
    public int maxPathBytes() {
        return 106;
    }

    @Override
    public String howToWriteNames() {
        return "posix+unixgram:PATH or posix+unixgram:@NAME";
    }

    @Override
    public String whyTooLarge() {
        return "the send buffer limits the size of a message";
    }
}
