package dev.ipcdemo.posix.socket;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.AbstractNameContract;
import dev.ipcdemo.sockets.contract.PacketBatches;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketWithoutAllocation;
import dev.ipcdemo.sockets.contract.PacketsThatWait;
import java.nio.file.Path;
import java.util.UUID;

class PosixUnixgramAbstractContractTest
        implements PacketContract, PacketsThatWait, AbstractNameContract, PacketWithoutAllocation, PacketBatches {

    @Override
    public PacketTransport transport() {
        return Transports.packet("posix+unixgram");
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint("posix+unixgram", new AbstractName(UUID.randomUUID().toString()));
    }

    @Override
    public String whyTooLarge() {
        return "the send buffer limits the size of a message";
    }
}
