package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code connect} to echo servers that nobody here wrote. */
class OthersAsServersTest {

    /** An echo server for one client that says where it is, and ends when the client does. */
    private static final String PYTHON = """
            import socket, sys
            domain, kind, at = sys.argv[1:4]
            server = socket.socket(getattr(socket, domain), getattr(socket, kind))
            server.bind((at, 0) if domain != 'AF_UNIX' else at.replace('@', '\\0'))
            server.settimeout(60)
            if kind == 'SOCK_DGRAM':
                print('port', server.getsockname()[1], flush=True)
                message, sender = server.recvfrom(65536)
                server.sendto(message, sender)
            else:
                server.listen(5)
                print('port', server.getsockname()[1], flush=True)
                client = server.accept()[0]
                while message := client.recv(65536):
                    client.sendall(message)
                client.close()
            """;

    @TempDir
    private Path directory;

    /**
     * What a server prints or makes when it is ready: a port, a line that names the socket, or the socket file itself.
     * Returns the endpoint with PORT, PATH and NAME filled in.
     */
    private enum Ready {
        PORT {
            @Override
            String await(Program server, String endpoint, Path path) throws InterruptedException {
                String port = server.awaitPrinted("(?:port |[Ll]istening on .*[: ])(\\d+)")
                        .group(1);
                return endpoint.replace("PORT", port);
            }
        },
        LINE {
            @Override
            String await(Program server, String endpoint, Path path) throws InterruptedException {
                server.awaitPrinted("port |listening on ");
                return endpoint;
            }
        },
        FILE {
            @Override
            String await(Program server, String endpoint, Path path) {
                Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> Files.exists(path));
                return endpoint.replace("PATH", path.toString());
            }
        };

        abstract String await(Program server, String endpoint, Path path) throws InterruptedException;
    }

    /** PATH and NAME are free, PORT is what the server says. */
    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    PORT | tcp://127.0.0.1:PORT | socat -d -d TCP-LISTEN:0,bind=127.0.0.1 PIPE
                    PORT | tcp://[::1]:PORT     | socat -d -d TCP6-LISTEN:0,bind=[::1] PIPE
                    FILE | unix:PATH            | socat UNIX-LISTEN:PATH PIPE
                    FILE | junix:PATH           | socat UNIX-LISTEN:PATH PIPE
                    LINE | junix:@NAME          | socat -d -d ABSTRACT-LISTEN:NAME PIPE
                    FILE | unixpacket:PATH      | socat UNIX-LISTEN:PATH,socktype=5 PIPE
                    FILE | unixgram:PATH        | socat UNIX-RECVFROM:PATH PIPE
                    PORT | tcp://127.0.0.1:PORT | python3 -c PYTHON AF_INET SOCK_STREAM 127.0.0.1
                    PORT | tcp://[::1]:PORT     | python3 -c PYTHON AF_INET6 SOCK_STREAM ::1
                    PORT | udp://127.0.0.1:PORT | python3 -c PYTHON AF_INET SOCK_DGRAM 127.0.0.1
                    FILE | unix:PATH            | python3 -c PYTHON AF_UNIX SOCK_STREAM PATH
                    LINE | junix:@NAME          | python3 -c PYTHON AF_UNIX SOCK_STREAM @NAME
                    FILE | unixgram:PATH        | python3 -c PYTHON AF_UNIX SOCK_DGRAM PATH
                    FILE | unixpacket:PATH      | python3 -c PYTHON AF_UNIX SOCK_SEQPACKET PATH
                    """)
    void getsItsLineBack(Ready ready, String endpoint, String command) throws Exception {
        assumeTrue(Program.isInstalled(command.split(" ")[0]), command.split(" ")[0] + " is not installed");
        assumeTrue(!endpoint.contains("::1") || Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 here");
        String name = "test-" + UUID.randomUUID();
        Path path = directory.resolve("s");
        try (Program server = Program.start(command(command, path, name))) {
            String at = ready.await(server, endpoint, path).replace("NAME", name);
            try (Program client = Program.ipcDemo("connect", at)) {
                client.type("hi there\n").awaitOut("^hi there$");
                client.endInput();
                assertThat(client.exitStatus()).as(client.err()).isZero();
                assertThat(client.out()).isEqualTo("hi there\n");
                assertThat(client.err()).isEmpty();
            }
        }
    }

    private static String[] command(String template, Path path, String name) {
        String[] words = template.split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("PYTHON")
                    ? PYTHON
                    : words[i].replace("PATH", path.toString()).replace("NAME", name);
        }
        return words;
    }

    /** nc as a server writes what comes to its standard output, and sends what is typed. */
    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    FILE | unix:PATH            | nc -N -l -U PATH
                    FILE | junix:PATH           | nc -N -l -U PATH
                    PORT | tcp://127.0.0.1:PORT | nc -N -v -l 127.0.0.1 0
                    """)
    void talksWithAPersonAtNc(Ready ready, String endpoint, String command) throws Exception {
        assumeTrue(Program.isInstalled("nc"), "nc is not installed");
        Path path = directory.resolve("s");
        try (Program person = Program.start(command(command, path, ""))) {
            String at = ready.await(person, endpoint, path);
            try (Program client = Program.ipcDemo("connect", at)) {
                client.type("question\n");
                person.awaitOut("^question$");
                person.type("answer\n");
                client.awaitOut("^answer$");
                client.endInput();
                person.endInput();
                assertThat(client.exitStatus()).as(client.err()).isZero();
            }
        }
    }
}
