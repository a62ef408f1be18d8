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
import dev.ipcdemo.sockets.spi.nio.ChannelFamily;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The kernel says who is at the other end, and a server admits only one user. */
public final class CredentialsDemo implements Demo {

    private static final String WELCOME = "welcome";
    private static final String REFUSAL = "not you";
    private static final String AS_ANOTHER = "now as another user";

    /** Called by {@link java.util.ServiceLoader}. */
    public CredentialsDemo() {}

    @Override
    public String name() {
        return "credentials";
    }

    @Override
    public String summary() {
        return "the kernel says who the peer is, and a server checks it";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof StreamTransport
                && transport instanceof ChannelFamily
                && transport.domains().contains(Domain.AF_UNIX);
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
                    stage.note("the client's process is not in this pid namespace, so it has no id here");
                }
                answer(connection, peer.owns(own));
            }
            boolean isOneProcess =
                    isPidKnownHere && clientPid == ProcessHandle.current().pid();
            Optional<String> obstacle = obstacleToAnotherUser(isOneProcess, directory);
            stage.tell(obstacle.orElse(AS_ANOTHER));
            if (obstacle.isEmpty()) {
                try (Connection connection = listener.accept()) {
                    PeerCredentials peer = ask(stage, connection);
                    stage.claim(!peer.owns(own), "After seteuid(2), the same client is another user: " + peer + ".");
                    answer(connection, peer.owns(own));
                }
            }
        }
    }

    private static Optional<String> obstacleToAnotherUser(boolean isOneProcess, DemoDirectory directory)
            throws IOException {
        if (isOneProcess) {
            return Optional.of("a client of another user needs a process of its own, as in scope inter-process");
        }
        if (!OtherUser.isPossible()) {
            return Optional.of("only root on Linux can become another user, and only one of its user namespace");
        }
        return directory.isOpenToOthers()
                ? Optional.empty()
                : Optional.of("another user may not enter every directory above the socket file");
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
        String next = stage.hear();
        if (next.equals(AS_ANOTHER)) {
            // What counts is the user at the moment of connect(2).
            Connection[] asNobody = new Connection[1];
            OtherUser.<SocketFailure>as(
                    stage, () -> asNobody[0] = stage.streams().connect(server, Options.DEFAULT));
            try (Connection connection = asNobody[0]) {
                stage.claim(answerOn(connection).equals(REFUSAL), "The server rejected another user.");
            }
        } else {
            stage.note("skipped: " + next);
        }
        stage.conclude("The clients did not say who they are, so they could not lie: the kernel recorded it"
                + " when they called connect. There is no password to keep secret, and no port that anybody"
                + " can reach.");
        stage.conclude("Decide by the user, not by the process id: a process id is valid only while the process"
                + " lives, and may soon belong to another one.");
    }

    /** The namespace of the process ids; always the same where the system has no namespaces. */
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
