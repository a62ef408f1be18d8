package dev.ipcdemo.unix;

import com.sun.jna.Platform;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Who is at the other end, by the kernel's word, and a server that admits one user only. */
public final class CredentialsDemo implements Demo {

    private static final String WELCOME = "welcome";
    private static final String REFUSAL = "not you";

    /** Called by {@link java.util.ServiceLoader}. */
    public CredentialsDemo() {}

    @Override
    public String name() {
        return "credentials";
    }

    @Override
    public String summary() {
        return "who the peer is, by the kernel's word, and a server that checks it";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof StreamTransport && transport.domains().contains(Domain.AF_UNIX);
    }

    @Override
    public void server(Stage stage) throws Exception {
        Options forEverybody =
                Options.DEFAULT.with(Options.SOCKET_FILE_MODE, PosixFilePermissions.fromString("rw-rw-rw-"));
        try (DemoDirectory directory = DemoDirectory.open();
                Listener listener = stage.streams()
                        .listen(directory.endpoint(stage.transport().scheme(), "s"), forEverybody)) {
            stage.note("everybody may connect: the mode is rw-rw-rw-");
            Path own = directory.file("s");
            stage.tell(listener.localEndpoint().toString());
            long clientPid = Long.parseLong(stage.hear());
            boolean isPidKnownHere = stage.hear().equals(pidNamespace());
            try (Connection connection = listener.accept()) {
                PeerCredentials peer = ask(stage, connection);
                stage.claim(
                        peer.mayBeProcess(isPidKnownHere ? clientPid : 0) && peer.owns(own),
                        "The kernel says who connected: " + peer + ".");
                if (!isPidKnownHere) {
                    stage.note("the client's process is none of this pid namespace, and so has no id here");
                }
                answer(connection, peer.owns(own));
            }
            boolean mayBecomeAnother =
                    clientPid != ProcessHandle.current().pid() && OtherUser.isPossible() && directory.isOpenToOthers();
            stage.tell(Boolean.toString(mayBecomeAnother));
            if (mayBecomeAnother) {
                try (Connection connection = listener.accept()) {
                    PeerCredentials peer = ask(stage, connection);
                    stage.claim(!peer.owns(own), "After seteuid(2) the same client is another user: " + peer + ".");
                    answer(connection, peer.owns(own));
                }
            }
        }
    }

    private static PeerCredentials ask(Stage stage, Connection connection) throws Exception {
        return stage.act(
                "getsockopt(SO_PEERCRED)",
                () -> PeerCredentials.of(((ChannelBacked) connection).channel()),
                PeerCredentials::toString);
    }

    private static void answer(Connection connection, boolean isAdmitted) throws SocketFailure {
        connection.sendFully(StandardCharsets.US_ASCII.encode(isAdmitted ? WELCOME : REFUSAL));
    }

    @Override
    public void client(Stage stage) throws IOException {
        Endpoint server = Endpoint.parse(stage.hear());
        stage.tell(Long.toString(ProcessHandle.current().pid()));
        stage.tell(pidNamespace());
        try (Connection connection = stage.streams().connect(server, Options.DEFAULT)) {
            stage.claim(answerOn(connection).equals(WELCOME), "The server admitted its own user.");
        }
        if (Boolean.parseBoolean(stage.hear())) {
            // What counts is who one is at the moment of connect(2).
            Connection[] asNobody = new Connection[1];
            OtherUser.<SocketFailure>as(
                    stage, () -> asNobody[0] = stage.streams().connect(server, Options.DEFAULT));
            try (Connection connection = asNobody[0]) {
                stage.claim(answerOn(connection).equals(REFUSAL), "The server sent another user away.");
            }
        } else {
            stage.note("a client of another user is left out: that takes a process of its own, and root");
        }
        stage.conclude("Nobody told the server who he is, and nobody could lie: the kernel noted it when connect was"
                + " called. There is no password to keep, and no port that anybody may reach.");
        stage.conclude("Decide by the user, not by the process id: that names a process only as long as it lives, and"
                + " may name another one soon after.");
    }

    /** Within which process ids mean something; the same for all where there are no namespaces. */
    private static String pidNamespace() throws IOException {
        return Platform.isLinux()
                ? Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString()
                : "the only one";
    }

    private static String answerOn(Connection connection) throws SocketFailure {
        ByteBuffer answer = ByteBuffer.allocate(WELCOME.length());
        connection.recvFully(answer);
        return StandardCharsets.US_ASCII.decode(answer.flip()).toString();
    }
}
