package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketsThatWait;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import dev.ipcdemo.sockets.spi.PacketTransport;
import java.nio.file.Path;
import java.util.UUID;

class UnixgramContractTest implements PacketContract, PacketsThatWait, SocketFileContract {

    @Override
    public PacketTransport transport() {
        return new UnixgramTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "unixgram",
                new PathName(directory.resolve(UUID.randomUUID().toString()).toString()));
    }

    @Override
    public int maxPathBytes() {
        return 106;
    }

    @Override
    public String howToWriteNames() {
        return "unixgram:PATH or unixgram:@NAME";
    }

    @Override
    public boolean sendsEmptyMessages() {
        return false; // not by junixsocket
    }

    @Override
    public String whyTooLarge() {
        return "the send buffer bounds a message";
    }
}
