package dev.ipcdemo.unix;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.newsclub.net.unix.FileDescriptorAccess;
import org.newsclub.net.unix.FileDescriptorCast;

/** A name in Linux's abstract namespace: it has no file, and disappears with the last descriptor. */
public final class AbstractDemo implements Demo {

    private static final Path UNIX_SOCKETS = Path.of("/proc/net/unix");

    /** Called by {@link java.util.ServiceLoader}. */
    public AbstractDemo() {}

    @Override
    public String name() {
        return "abstract";
    }

    @Override
    public String summary() {
        return "a name without a file, gone when the last descriptor is closed";
    }

    /** The JDK supports only paths. */
    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof Junixsocket;
    }

    @Override
    public Set<Scope> scopes() {
        return EnumSet.of(Scope.IN_PROCESS, Scope.INTER_PROCESS);
    }

    @Override
    public Optional<String> whyNotElsewhere() {
        return Optional.of("an abstract name belongs to a network namespace, and each host has its own");
    }

    @Override
    public void server(Stage stage) throws Exception {
        Endpoint name = new Endpoint(
                stage.transport().scheme(),
                new Endpoint.AbstractName("ipc-demo-" + Long.toString(System.nanoTime(), Character.MAX_RADIX)));
        FileDescriptor second;
        try (OpenSocket server = ByName.open(stage, name)) {
            stage.tell(name.toString());
            stage.claim(
                    isListed(stage, name),
                    "The kernel lists the name, with an @ instead of the leading NUL; there is no file.");
            stage.hear();
            second = stage.act(
                    "dup(socket)",
                    () -> FileDescriptorCast.duplicating(ChannelBacked.channelOf(server, FileDescriptorAccess.class)
                                    .getFileDescriptor())
                            .as(FileDescriptor.class),
                    descriptor -> "a second descriptor");
        }
        try (FileInputStream closing = new FileInputStream(second)) {
            stage.claimFailure(
                    FailureKind.IN_USE,
                    () -> ByName.open(stage, name).close(),
                    "While the second descriptor is open, the name is still taken.");
            stage.act("close(the second descriptor)", closing::close);
        }
        ByName.open(stage, name).close();
        stage.claim(!isListed(stage, name), "Closing the last descriptor freed the name, and it could be bound again.");
        stage.tell("gone");
    }

    private static boolean isListed(Stage stage, Endpoint name) throws Exception {
        return stage.act(
                "grep " + name.name() + " " + UNIX_SOCKETS,
                () -> Files.readString(UNIX_SOCKETS).lines().anyMatch(line -> line.endsWith(" " + name.name())),
                listed -> listed ? "found" : "nothing");
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint name = Endpoint.parse(stage.hear());
        try (ByName.Client client = ByName.client(stage, name)) {
            client.reach();
            stage.tell("reached");
            stage.hear();
            stage.claimFailure(FailureKind.REFUSED, client::reach, "Connecting to a name that is gone is refused.");
        }
        stage.conclude("An abstract name leaves nothing behind, not even after kill -9, so no server has to"
                + " clean up after another. It exists only on Linux.");
        stage.conclude("It has no mode: every process in the same network namespace may connect, or bind the"
                + " name first. So ask the kernel who is at the other end; see the demo credentials.");
    }
}
