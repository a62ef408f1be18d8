package dev.ipcdemo.posix.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.JavaProcess;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The calls need descriptors, and so does what prepares a socket file: both say that there are none, in the same words. */
@Timeout(600)
class SocketFileWithoutDescriptorsTest {

    private static final String DONE = "done";

    @TempDir
    private Path directory;

    /** Listens where a stale file is, without a free descriptor, then with one, and so on until there are enough. */
    static final class Server {
        public static void main(String[] args) throws Exception {
            Path directory = Path.of(args[0]);
            listen(directory.resolve("warm-up"));
            listen(directory.resolve("missing/warm-up"));
            Deque<FileChannel> open = new ArrayDeque<>();
            openAll(open, directory);
            List<String> outcomes = new ArrayList<>();
            do {
                outcomes.add(listen(directory.resolve("s")));
                open.pop().close();
            } while (!outcomes.contains(DONE));
            outcomes.forEach(System.out::println);
        }

        private static void openAll(Deque<FileChannel> open, Path directory) {
            try {
                while (true) {
                    open.push(FileChannel.open(directory));
                }
            } catch (IOException noneIsLeft) {
                // as it is meant to be
            }
        }

        private static String listen(Path path) throws IOException {
            try {
                Transports.stream("posix+unix")
                        .listen(new Endpoint("posix+unix", new PathName(path.toString())), Options.DEFAULT)
                        .close();
                return DONE;
            } catch (SocketFailure e) {
                return e.kind() + " " + e.getMessage().contains("too many open files, ulimit -n ");
            }
        }
    }

    private void leaveStaleFile(String name) throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(directory.resolve(name)))
                .close();
    }

    @Test
    void isNotPreparedAndTheFailureSaysWhy() throws Exception {
        Availability availability = Transports.stream("posix+unix").availability();
        assumeTrue(availability.isAvailable(), availability::reason);
        leaveStaleFile("warm-up");
        leaveStaleFile("s");
        // Without the option the limit is the hard one, which may be a million.
        try (JavaProcess server = JavaProcess.start(
                Server.class, List.of("--enable-native-access=ALL-UNNAMED", "-XX:-MaxFDLimit"), directory.toString())) {
            List<String> outcomes = new ArrayList<>();
            do {
                outcomes.add(server.readLine());
            } while (!outcomes.contains(DONE));
            assertThat(outcomes).contains("NO_RESOURCES true").containsOnly("NO_RESOURCES true", DONE);
        }
    }
}
