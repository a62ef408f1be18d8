package dev.ipcdemo.unix;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The file that stands for a bound socket: who may connect, and what is in the way of the next server. */
public final class SocketFileDemo implements Demo {

    /** Told by the server: the socket file's mode admits nobody but root. */
    private static final String LOCKED = "locked";

    /** Told by the server: the socket file's mode admits whom it should. */
    private static final String UNLOCKED = "unlocked";

    /** Told by the server: it is gone, and its socket file is not. */
    private static final String STALE = "stale";

    /** Called by {@link java.util.ServiceLoader}. */
    public SocketFileDemo() {}

    @Override
    public String name() {
        return "socket-file";
    }

    @Override
    public String summary() {
        return "a socket's file: who may connect, and what a dead server leaves";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport.domains().contains(Domain.AF_UNIX);
    }

    @Override
    public void server(Stage stage) throws Exception {
        try (DemoDirectory directory = DemoDirectory.open()) {
            Path path = directory.file("s");
            Endpoint endpoint = directory.endpoint(stage.transport().scheme(), "s");
            stage.tell(endpoint.toString());
            try (OpenSocket server = ByName.open(stage, endpoint)) {
                permissions(stage, server, directory.isOpenToOthers());
                stage.claimFailure(
                        FailureKind.IN_USE,
                        () -> ByName.open(stage, endpoint).close(),
                        "A live server keeps its path: who binds it is refused.");
            }
            stale(stage, path);
            ByName.open(stage, endpoint).close();
            stage.claim(Files.notExists(path), "A stale file was replaced; an orderly close removed it.");
            stage.act("create a regular file", () -> Files.writeString(path, "a letter"), created -> "");
            stage.claimFailure(
                    FailureKind.IN_USE,
                    () -> ByName.open(stage, endpoint).close(),
                    "What is no socket is in the way of bind too, and is left alone.");
            Endpoint tooLong = directory.endpoint(stage.transport().scheme(), "x".repeat(108));
            stage.claimFailure(
                    FailureKind.NAME_TOO_LONG,
                    () -> ByName.open(stage, tooLong).close(),
                    "A path that does not fit into the 108 bytes of sun_path is refused.");
        }
    }

    /** Who may connect. Root may always, unless it gives its rights up. */
    private static void permissions(Stage stage, OpenSocket server, boolean isOpenToOthers) throws Exception {
        Path path = Path.of(server.localEndpoint().name().toString());
        stage.claim(
                list(stage, path).startsWith("srw-------"),
                "The socket file is of type s, and has the mode 0600: it is its owner's alone.");
        if (!(isOpenToOthers && OtherUser.isPossible()) && OtherUser.isRoot()) {
            stage.note("skipped: root may connect whatever the mode, and cannot become another user here");
            return;
        }
        if (!OtherUser.isPossible()) {
            changeMode(stage, path, "---------");
        }
        stage.tell(LOCKED);
        stage.hear();
        changeMode(stage, path, "rw-rw-rw-");
        stage.tell(UNLOCKED);
        stage.hear();
    }

    private static void changeMode(Stage stage, Path path, String mode) throws Exception {
        stage.act(
                "chmod(" + mode + ")",
                () -> Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode)),
                changed -> "");
    }

    /** What {@code ls -l} shows of it, apart from size and time. */
    private static String list(Stage stage, Path path) throws Exception {
        return stage.act(
                "ls -l",
                () -> {
                    PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class);
                    return (SocketFile.isSocket(path) ? "s" : "-")
                            + PosixFilePermissions.toString(file.permissions()) + " " + file.owner() + " "
                            + file.group() + " " + path.getFileName();
                },
                line -> line);
    }

    private static void stale(Stage stage, Path path) throws Exception {
        stage.note("a server that is killed, or does not unlink(2):");
        ServerSocketChannel careless = stage.act(
                "listen(" + path + ")",
                () -> {
                    SystemCalls.note("socket", "bind", "listen");
                    return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
                },
                channel -> "");
        stage.act("close(listener)", careless::close);
        list(stage, path);
        stage.tell(STALE);
        stage.hear();
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint endpoint = Endpoint.parse(stage.hear());
        try (ByName.Client client = ByName.client(stage, endpoint)) {
            String state = stage.hear();
            while (!state.equals(STALE)) {
                if (state.equals(LOCKED)) {
                    refused(stage, client);
                } else {
                    admitted(stage, client);
                }
                stage.tell("seen");
                state = stage.hear();
            }
            stage.claimFailure(
                    FailureKind.REFUSED, client::reach, "At a stale file nobody listens, and connect is refused.");
            stage.tell("seen");
        }
        stage.conclude("A path is a name and a lock in one: the file's mode says who may connect, which needs write"
                + " permission, and the directories above say who gets as far as that.");
        stage.conclude("The file outlives its socket unless somebody removes it. So a server has to tell a dead"
                + " predecessor from a live one, by connecting, before it takes the path.");
    }

    private static void refused(Stage stage, ByName.Client client) {
        if (OtherUser.isPossible()) {
            stage.claimFailure(
                    FailureKind.PERMISSION,
                    () -> OtherUser.<SocketFailure>withRights(stage, client::reach),
                    "Another user is refused: the mode is 0600.");
        } else {
            stage.claimFailure(FailureKind.PERMISSION, client::reach, "With the mode 0000 even the owner is refused.");
        }
    }

    private static void admitted(Stage stage, ByName.Client client) throws SocketFailure {
        if (OtherUser.isPossible()) {
            OtherUser.<SocketFailure>withRights(stage, client::reach);
        } else {
            client.reach();
        }
        stage.claim(true, "With the mode 0666 the same user gets through.");
    }
}
