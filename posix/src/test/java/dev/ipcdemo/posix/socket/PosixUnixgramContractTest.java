package dev.ipcdemo.posix.socket;

import static dev.ipcdemo.posix.Constants.AF_UNIX;
import static dev.ipcdemo.posix.Constants.MSG_DONTWAIT;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.PacketBatches;
import dev.ipcdemo.sockets.contract.PacketContract;
import dev.ipcdemo.sockets.contract.PacketSandbox;
import dev.ipcdemo.sockets.contract.PacketWithoutAllocation;
import dev.ipcdemo.sockets.contract.PacketsThatWait;
import dev.ipcdemo.sockets.contract.SocketFileContract;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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

    /** Its path has no room for the NUL, which the kernel adds. */
    @Test
    void answersAPeerWithTheLongestPath(PacketSandbox sandbox) throws IOException {
        int missing = 108 - sandbox.directory().toString().length() - 1;
        Path path = sandbox.directory().resolve("s".repeat(missing));
        int peer = Posix.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sandbox.closeLater(() -> Posix.close(peer));
        Posix.bind(peer, SocketAddressBuffer.ofUnixName(path.toString().getBytes(US_ASCII)));
        PacketSocket server = sandbox.bind();
        String name = ((PathName) server.localEndpoint().name()).path();
        Posix.sendto(peer, US_ASCII.encode("hello"), 0, SocketAddressBuffer.ofPath(name));
        ByteBuffer received = ByteBuffer.allocate(10);

        SocketAddress sender = server.recvFrom(received);
        assertThat(server.sendTo(received.flip(), sender)).isEqualTo(5);

        assertThat(Posix.recv(peer, received.clear(), MSG_DONTWAIT)).isEqualTo(5);
        assertThat(transport().endpointOf(sender))
                .isEqualTo(new Endpoint("posix+unixgram", new PathName(path.toString())));
        Files.delete(path);
    }

    @Override
    public String whyTooLarge() {
        return "the send buffer limits the size of a message";
    }
}
