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
import dev.ipcdemo.sockets.spi.nio.SocketFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a bound socket: who may connect, and what prevents the next server from binding. */
public final class SocketFileDemo implements Demo {

    /** From the server: the socket file's mode admits nobody but root. */
    private static final String LOCKED = "locked";

    /** From the server: the socket file's mode admits everybody. */
    private static final String UNLOCKED = "unlocked";

    /** From the server: it is gone, but its socket file is not. */
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
                        "A live server keeps its path: binding it again is refused.");
            }
            stale(stage, path);
            ByName.open(stage, endpoint).close();
            stage.claim(Files.notExists(path), "The stale file was replaced; an orderly close removed the new one.");
            stage.act("create a regular file", () -> Files.writeString(path, "a letter"), created -> "");
            stage.claimFailure(
                    FailureKind.IN_USE,
                    () -> ByName.open(stage, endpoint).close(),
                    "A regular file at the path also makes bind fail; it is not deleted.");
            Endpoint tooLong = directory.endpoint(stage.transport().scheme(), "x".repeat(108));
            stage.claimFailure(
                    FailureKind.NAME_TOO_LONG,
                    () -> ByName.open(stage, tooLong).close(),
                    "A path that does not fit into sun_path (108 bytes on Linux, 104 on macOS) is refused.");
        }
    }

    /** Shows who may connect. Root always may, unless it gives up its privileges. */
    private static void permissions(Stage stage, OpenSocket server, boolean isOpenToOthers) throws Exception {
        Path path = Path.of(server.localEndpoint().name().toString());
        stage.claim(
                list(stage, path).startsWith("srw-------"),
                "The socket file has type s and mode 0600: only its owner may connect.");
        if (!(isOpenToOthers && OtherUser.isPossible()) && OtherUser.isRoot()) {
            stage.note("skipped: root may connect whatever the mode is, and no other user can try it here");
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

    /** What {@code ls -l} shows, apart from size and time. */
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
        stage.note("a server that is killed, or does not call unlink(2):");
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
                    FailureKind.REFUSED, client::reach, "Nobody listens at a stale file, so connect is refused.");
            stage.tell("seen");
        }
        stage.conclude("A path is a name and a lock in one: connecting needs write permission on the file, and"
                + " search permission on the directories above it.");
        stage.conclude("The file outlives its socket unless it is removed. So before a server takes the path,"
                + " it has to connect to it, to find out whether its predecessor is dead or live.");
    }

    private static void refused(Stage stage, ByName.Client client) {
        if (OtherUser.isPossible()) {
            stage.claimFailure(
                    FailureKind.PERMISSION,
                    () -> OtherUser.<SocketFailure>withRights(stage, client::reach),
                    "Another user is refused: the mode is 0600.");
        } else {
            stage.claimFailure(FailureKind.PERMISSION, client::reach, "With mode 0000, even the owner is refused.");
        }
    }

    private static void admitted(Stage stage, ByName.Client client) throws SocketFailure {
        if (OtherUser.isPossible()) {
            OtherUser.<SocketFailure>withRights(stage, client::reach);
        } else {
            client.reach();
        }
        stage.claim(true, "With mode 0666, the same user is admitted.");
    }
}
