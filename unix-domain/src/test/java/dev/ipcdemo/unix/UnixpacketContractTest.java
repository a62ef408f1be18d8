package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import dev.ipcdemo.sockets.contract.StreamAllocation;
import dev.ipcdemo.sockets.contract.StreamContract;
import dev.ipcdemo.sockets.contract.StreamOfMessages;
import dev.ipcdemo.sockets.contract.StreamSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.newsclub.net.unix.AFDatagramSocket;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

class UnixpacketContractTest implements StreamContract, StreamOfMessages, SocketFileContract, StreamAllocation {

    @Override
    public StreamTransport transport() {
        return new UnixpacketTransport();
    }

    @Override
    public Endpoint freshEndpoint(Path directory) {
        return new Endpoint(
                "unixpacket",
                new PathName(directory.resolve(UUID.randomUUID().toString()).toString()));
    }

    @Override
    public int maxPathBytes() {
        return 106;
    }

    @Override
    public String howToWriteNames() {
        return "unixpacket:PATH or unixpacket:@NAME";
    }

    @Override
    public boolean sendsEmptyMessages() {
        return false; // not by junixsocket
    }

    @Override
    public Channels channels(StreamSandbox sandbox) throws IOException {
        Path path = sandbox.directory().resolve("bare");
        try (AFUNIXDatagramSocket listening = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET)) {
            listening.bind(AFUNIXSocketAddress.of(path));
            listening.listen(1);
            AFUNIXDatagramSocket client =
                    sandbox.closeLater(AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET));
            client.connect(listening.getLocalSocketAddress());
            AFDatagramSocket<AFUNIXSocketAddress> server = sandbox.closeLater(listening.accept());
            return new Channels(client.getChannel(), server.getChannel());
        } finally {
            Files.delete(path);
        }
    }
}
