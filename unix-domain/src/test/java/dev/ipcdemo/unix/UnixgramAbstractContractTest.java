package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.contract.AbstractNameContract;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketsThatWait;
import java.nio.file.Path;
import java.util.UUID;

class UnixgramAbstractContractTest implements PacketContract, PacketsThatWait, AbstractNameContract {

    @Override
    public PacketTransport transport() {
        return new UnixgramTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint("unixgram", new AbstractName(UUID.randomUUID().toString()));
    }

    @Override
    public boolean sendsEmptyMessages() {
        return false; // not by junixsocket
    }

    @Override
    public String whyTooLarge() {
        return "the send buffer limits the size of a message";
    }
}
