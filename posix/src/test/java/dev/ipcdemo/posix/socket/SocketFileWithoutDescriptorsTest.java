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
    private static final Endpoint PICKED = Endpoint.parse("posix+unix:");

    @TempDir
    private Path directory;

    /**
     * Listens where a stale file is, or at a path that is picked, without a free descriptor, then with one, and so on until
     * there are enough.
     */
    static final class Server {
        public static void main(String[] args) throws Exception {
            Path directory = Path.of(args[0]);
            listen(at(directory.resolve("warm-up")));
            listen(at(directory.resolve("missing/warm-up")));
            listen(PICKED);
            Endpoint where = args.length > 1 ? Endpoint.parse(args[1]) : at(directory.resolve("s"));
            Deque<FileChannel> open = new ArrayDeque<>();
            openAll(open, directory);
            List<String> outcomes = new ArrayList<>();
            do {
                outcomes.add(listen(where));
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

        private static Endpoint at(Path path) {
            return new Endpoint("posix+unix", new PathName(path.toString()));
        }

        /** Without closing, which may lack descriptors, too; the end of the process does that. */
        private static String listen(Endpoint where) {
            try {
                Transports.stream("posix+unix").listen(where, Options.DEFAULT);
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
        leaveStaleFile("warm-up");
        leaveStaleFile("s");
        assertThat(outcomes(directory.toString()))
                .contains("NO_RESOURCES true")
                .containsOnly("NO_RESOURCES true", DONE);
    }

    @Test
    void getsNoDirectoryAndTheFailureSaysWhy() throws Exception {
        assertThat(outcomes(directory.toString(), PICKED.toString()))
                .contains("NO_RESOURCES true")
                .containsOnly("NO_RESOURCES true", DONE);
    }

    private static List<String> outcomes(String... arguments) throws Exception {
        Availability availability = Transports.stream("posix+unix").availability();
        assumeTrue(availability.isAvailable(), availability::reason);
        // Without the option the limit is the hard one, which may be a million.
        try (JavaProcess server = JavaProcess.start(
                Server.class, List.of("--enable-native-access=ALL-UNNAMED", "-XX:-MaxFDLimit"), arguments)) {
            List<String> outcomes = new ArrayList<>();
            do {
                outcomes.add(server.readLine());
            } while (!outcomes.contains(DONE));
            return outcomes;
        }
    }
}
