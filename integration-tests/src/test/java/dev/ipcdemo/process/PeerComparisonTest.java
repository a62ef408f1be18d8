package dev.ipcdemo.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.report.JsonFile;
import dev.ipcdemo.compare.result.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --service measure} in one process and {@code compare --peer} in another, as two people would run them. */
@Timeout(1_800)
class PeerComparisonTest {

    @TempDir
    private Path directory;

    private static Program serve(String endpoint, String service) {
        return Program.ipcDemo("serve", endpoint, "--service", service);
    }

    private static String endpoint(Program server) throws InterruptedException {
        return server.awaitOut("listening on (.*)$").group(1);
    }

    @Test
    void measuresWithPeersOverSeveralTransports() throws Exception {
        Path json = directory.resolve("r.json");
        try (Program tcp = serve("tcp:", "measure");
                Program udp = serve("udp:", "measure");
                Program unix = serve("unix:" + directory.resolve("s"), "measure")) {
            String peers = endpoint(tcp) + "," + endpoint(udp) + "," + endpoint(unix);
            try (Program compare = Program.ipcDemo(
                    "compare",
                    "--quick",
                    "--rounds=1",
                    "--details",
                    "--pattern",
                    "round-trip,throughput",
                    "--peer",
                    peers,
                    "--json",
                    json.toString())) {
                assertThat(compare.exitStatus())
                        .as(compare.out() + compare.err())
                        .isZero();
                assertThat(compare.out())
                        .contains("cross-host on peer " + endpoint(tcp))
                        .contains("round-trip, 64 B, cross-host, block, cpus same (client cpu ")
                        .contains("server unknown)");
            }
            Report report = JsonFile.read(json);
            assertThat(report.rows())
                    .extracting(row -> row.key().pattern() + " " + row.key().row())
                    .containsExactlyInAnyOrder(
                            "round-trip tcp",
                            "round-trip udp",
                            "round-trip unix",
                            "throughput tcp",
                            "throughput udp",
                            "throughput unix");
            assertThat(report.elsewhere())
                    .hasSize(3)
                    .allSatisfy(other -> assertThat(other.environment())
                            .contains(report.environment().kernel()));
            tcp.interrupt().exitStatus();
            assertThat(tcp.out()).containsPattern("measure ended: connections \\d+, .* sessions \\d+, turned away 0");
            assertThat(tcp.err()).contains("round-trip, 64 B: ").contains("throughput, 64 B: ");
        }
    }

    @Test
    void waitsForAPeerThatIsNotThereYet() throws Exception {
        String peer = "unix:" + directory.resolve("s");
        try (Program compare =
                Program.ipcDemo("compare", "--quick", "--rounds=1", "--peer-wait", "600s", "--peer", peer)) {
            compare.awaitErr("waiting: connect " + peer);
            try (Program server = serve(peer, "measure")) {
                assertThat(endpoint(server)).isEqualTo(peer);
                assertThat(compare.exitStatus())
                        .as(compare.out() + compare.err())
                        .isZero();
            }
            assertThat(compare.err()).containsOnlyOnce("waiting: ");
        }
    }

    @Test
    void waitsNoLongerThanItWasToldAndByDefaultNotAtAll() throws Exception {
        String peer = "unix:" + directory.resolve("s");
        try (Program patient = Program.ipcDemo("compare", "--quick", "--peer-wait", "1ms", "--peer", peer);
                Program impatient = Program.ipcDemo("compare", "--quick", "--peer", peer)) {
            assertThat(patient.exitStatus()).isEqualTo(1);
            assertThat(patient.err()).contains("waiting: connect " + peer, "ipc-demo: connect " + peer);
            assertThat(impatient.exitStatus()).isEqualTo(1);
            assertThat(impatient.err()).contains("ipc-demo: connect " + peer).doesNotContain("waiting");
        }
    }

    @Test
    void severalPeersOfOneTransportAreRowsBesideEachOther() throws Exception {
        Path json = directory.resolve("r.json");
        try (Program one = serve("tcp:", "measure");
                Program other = serve("tcp:", "measure");
                Program compare = Program.ipcDemo(
                        "compare",
                        "--quick",
                        "--rounds=1",
                        "--details",
                        "--pattern",
                        "round-trip",
                        "--size",
                        "64",
                        "--peer",
                        endpoint(one),
                        "--peer",
                        endpoint(other),
                        "--json",
                        json.toString())) {
            assertThat(compare.exitStatus()).as(compare.out() + compare.err()).isZero();
            Report report = JsonFile.read(json);
            assertThat(report.rows())
                    .extracting(row -> row.key().row() + " " + row.key().peer())
                    .containsExactly("tcp " + endpoint(one), "tcp " + endpoint(other));
            assertThat(report.elsewhere())
                    .hasSize(2)
                    .allSatisfy(peer -> assertThat(peer.servers()).hasSize(1));
            assertThat(report.elsewhere().get(0).servers())
                    .doesNotContainAnyElementsOf(report.elsewhere().get(1).servers());
            assertThat(compare.out()).contains("\n" + endpoint(one) + " ", "\n" + endpoint(other) + " ");
        }
    }

    /** The second server starts elsewhere before it takes the first one's place, however long starting takes. */
    @Test
    void saysThatAServerWasRestartedInTheMiddle() throws Exception {
        Path socket = directory.resolve("s");
        Path next = directory.resolve("next");
        String endpoint = "unix:" + socket;
        try (Program first = serve(endpoint, "measure");
                Program second = serve("unix:" + next, "measure")) {
            endpoint(first);
            endpoint(second);
            try (Program compare = Program.ipcDemo("compare", "--details", "--size", "64", "--peer", endpoint)) {
                compare.awaitErr("measured 1 of");
                Files.move(next, socket, StandardCopyOption.ATOMIC_MOVE);
                ProcessHandle.of(first.pid()).ifPresent(ProcessHandle::destroyForcibly); // so that it removes no file
                second.awaitErr("round-trip, 64 B: ");
                compare.interrupt().exitStatus();
                assertThat(compare.out().replaceAll("\\s+", " "))
                        .contains("2 servers answered as peer " + endpoint)
                        .contains("one was restarted");
            }
        }
    }

    @Test
    void aPeerThatDiesFailsItsRowAndTheComparison() throws Exception {
        try (Program server = serve("tcp:", "measure");
                Program compare = Program.ipcDemo("compare", "--details", "--size", "64", "--peer", endpoint(server))) {
            compare.awaitErr("measured 1 of");
            server.terminate().exitStatus();
            assertThat(compare.exitStatus()).isEqualTo(1);
            assertThat(compare.out())
                    .contains("Lost peer tcp://")
                    .contains("refused")
                    .contains(" rounds discarded (");
        }
    }

    @Test
    void saysWhatIsNoMeasureService() throws Exception {
        try (Program server = serve("tcp:", "echo");
                Program compare = Program.ipcDemo("compare", "--quick", "--peer", endpoint(server))) {
            assertThat(compare.exitStatus()).isEqualTo(1);
            assertThat(compare.err()).contains("sends back what it gets: is it 'ipc-demo serve --service measure'?");
        }
        try (Program server = serve("udp:", "discard");
                Program compare = Program.ipcDemo("compare", "--quick", "--peer", endpoint(server))) {
            assertThat(compare.exitStatus()).isEqualTo(1);
            assertThat(compare.err()).contains("did not answer within 10 s");
        }
    }

    @Test
    void saysWhatAPeerRefuses() throws Exception {
        try (Program server = serve("tcp:", "measure");
                Program compare = Program.ipcDemo(
                        "compare", "--quick", "--rounds=1", "--size", "256K", "--peer", endpoint(server))) {
            assertThat(compare.exitStatus()).isEqualTo(1);
            assertThat(compare.out().replaceAll("\\s+", " "))
                    .contains("messages of 262144 bytes are not served, only 1 to 65536 (the server's --max-message)");
        }
    }

    @Test
    void saysWhatDoesNotGoTogether() throws Exception {
        assertWrong("peers are for scope cross-host", "--peer", "tcp://localhost:7", "--scope", "in-process");
        assertWrong("does not pause", "--peer", "tcp://localhost:7", "--stall", "100");
    }

    private static void assertWrong(String what, String... options) throws Exception {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "compare";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (Program compare = Program.ipcDemo(arguments)) {
            assertThat(compare.exitStatus()).isEqualTo(2);
            assertThat(compare.err()).contains(what);
        }
    }
}
