package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code serve} talked to by programs that nobody here wrote. */
class OthersAsClientsTest {

    private static final String PYTHON = """
            import socket, sys
            domain, kind, server, own = sys.argv[1:5]
            client = socket.socket(getattr(socket, domain), getattr(socket, kind))
            if own:
                client.bind(own)
            host, colon, port = server.rpartition(':')
            client.connect((host.strip('[]'), int(port)) if colon else server.replace('@', '\\0'))
            client.settimeout(60)
            client.sendall(sys.stdin.buffer.readline())
            print(client.recv(64).decode(), end='', flush=True)
            client.close()
            """;

    @TempDir
    private Path directory;

    /** SERVER stands for what serve prints behind its scheme, HOST and PORT for its parts, OWN for a free path. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    tcp://127.0.0.1:0 | nc -N HOST PORT
                    tcp://127.0.0.1:0 | socat - TCP:HOST:PORT
                    tcp://[::1]:0     | socat - TCP6:[::1]:PORT
                    udp://127.0.0.1:0 | nc -u -q 0 HOST PORT
                    udp://127.0.0.1:0 | socat -t 2 - UDP:HOST:PORT
                    unix:PATH         | nc -N -U SERVER
                    junix:PATH        | nc -N -U SERVER
                    unix:PATH         | socat - UNIX-CONNECT:SERVER
                    junix:PATH        | socat - UNIX-CONNECT:SERVER
                    junix:@NAME       | socat - ABSTRACT-CONNECT:NAME
                    unixpacket:PATH   | socat - UNIX-CONNECT:SERVER,socktype=5
                    unixpacket:@NAME  | socat - ABSTRACT-CONNECT:NAME,socktype=5
                    unixgram:PATH     | socat -t 2 - UNIX-SENDTO:SERVER,bind=OWN
                    unixgram:@NAME    | python3 -c PYTHON AF_UNIX SOCK_DGRAM SERVER OWN
                    tcp://127.0.0.1:0 | python3 -c PYTHON AF_INET SOCK_STREAM SERVER ''
                    tcp://[::1]:0     | python3 -c PYTHON AF_INET6 SOCK_STREAM SERVER ''
                    udp://127.0.0.1:0 | python3 -c PYTHON AF_INET SOCK_DGRAM SERVER ''
                    unix:PATH         | python3 -c PYTHON AF_UNIX SOCK_STREAM SERVER ''
                    junix:@NAME       | python3 -c PYTHON AF_UNIX SOCK_STREAM SERVER ''
                    unixgram:PATH     | python3 -c PYTHON AF_UNIX SOCK_DGRAM SERVER OWN
                    unixpacket:PATH   | python3 -c PYTHON AF_UNIX SOCK_SEQPACKET SERVER ''
                    """)
    void isEchoed(String endpoint, String client) throws Exception {
        assumeTrue(Program.isInstalled(client.split(" ")[0]), client.split(" ")[0] + " is not installed");
        assumeTrue(!endpoint.contains("::1") || Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 here");
        String name = "test-" + UUID.randomUUID();
        String at = endpoint.replace("PATH", directory.resolve("s").toString()).replace("NAME", name);
        try (Program server = Program.ipcDemo("serve", at, "--service", "echo")) {
            Matcher listening = server.awaitOut("on \\w+:(?://)?(\\S+)$");
            try (Program other = Program.start(command(client, listening.group(1), name))) {
                other.type("hi there\n");
                other.awaitOut("^hi there$");
                other.endInput();
                assertThat(other.exitStatus()).as(other.err()).isZero();
                assertThat(other.out()).isEqualTo("hi there\n");
            }
            assertThat(server.terminate().exitStatus()).as(server.err()).isIn(0, 143);
            assertThat(directory.resolve("s")).doesNotExist();
        }
    }

    private String[] command(String template, String server, String name) {
        String[] words = template.split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("PYTHON")
                    ? PYTHON
                    : words[i].replace("''", "")
                            .replace("SERVER", server)
                            .replace("OWN", directory.resolve("own").toString())
                            .replace("NAME", name)
                            .replace("HOST", server.replaceFirst(":\\d+$", ""))
                            .replace("PORT", server.replaceFirst(".*:", ""));
        }
        return words;
    }
}
