package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.contract.PacketAllocation;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketSandbox;
import dev.ipcdemo.sockets.contract.PacketsThatWait;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

class UnixgramContractTest implements PacketContract, PacketsThatWait, SocketFileContract, PacketAllocation {

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
        return "the send buffer limits the size of a message";
    }

    @Override
    public DatagramChannel channel(PacketSandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve(UUID.randomUUID().toString());
        AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open();
        channel.setDeleteOnClose(false);
        sandbox.closeLater(() -> {
            channel.close();
            Files.delete(path);
        });
        return channel.bind(AFUNIXSocketAddress.of(path));
    }
}
