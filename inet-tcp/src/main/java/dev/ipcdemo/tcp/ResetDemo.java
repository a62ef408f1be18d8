package dev.ipcdemo.tcp;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** TCP ends a connection with FIN or with RST, and the caller of close(2) does not choose which. */
public final class ResetDemo implements Demo {

    /** Called by {@link java.util.ServiceLoader}. */
    public ResetDemo() {}

    @Override
    public String name() {
        return "reset";
    }

    @Override
    public String summary() {
        return "one close is an orderly end, another a reset: what each side sees";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof TcpTransport;
    }

    @Override
    public void server(Stage stage) throws Exception {
        try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(listener.localEndpoint().toString());
            try (Connection orderly = listener.accept()) {
                stage.claim(
                        orderly.recv(ByteBuffer.allocate(1)) == -1,
                        "close sends FIN, and the peer reads the end of the stream.");
            }
            try (Connection unread = listener.accept()) {
                unread.recvFully(ByteBuffer.allocate("hello".length()));
                stage.note("closing, with the rest unread");
            }
            try (Connection aborted = listener.accept()) {
                stage.claimFailure(
                        FailureKind.RESET,
                        () -> aborted.recv(ByteBuffer.allocate(64)),
                        "With SO_LINGER 0, close always sends RST.");
            }
        }
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        stage.streams().connect(server, Options.DEFAULT).close();
        try (Connection unread = stage.streams().connect(server, Options.DEFAULT)) {
            unread.sendFully(StandardCharsets.US_ASCII.encode("hello, and more"));
            stage.claimFailure(
                    FailureKind.RESET,
                    () -> unread.recv(ByteBuffer.allocate(64)),
                    "If received bytes are unread, close sends RST: the peer's recv fails.");
        }
        try (Connection aborted = stage.streams().connect(server, Options.DEFAULT)) {
            SocketChannel channel = ChannelBacked.channelOf(aborted, SocketChannel.class);
            stage.act(
                    "setsockopt(SO_LINGER, on, 0 s)",
                    () -> channel.setOption(StandardSocketOptions.SO_LINGER, 0),
                    set -> "");
        }
        stage.conclude("FIN means: nothing more will come. RST means: this connection is gone, and what you"
                + " sent may not have been read.");
        stage.conclude("If a server answers and closes without reading the rest of the request, it resets the"
                + " connection, and the client may even lose the answer. So shut down the output, and read"
                + " to the end of the stream.");
    }
}
