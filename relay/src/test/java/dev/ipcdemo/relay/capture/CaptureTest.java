package dev.ipcdemo.relay.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Fault;
import dev.ipcdemo.relay.RelayClient;
import dev.ipcdemo.sockets.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class CaptureTest {

    private static final RelayClient CLIENT = new RelayClient(7, Endpoint.parse("tcp://127.0.0.1:1234"), false);

    @TempDir
    private Path directory;

    private Path record() throws IOException {
        Path file = directory.resolve("a.pcapng");
        try (Capture capture = new Capture(file, CaptureTest::cannotBeRecorded)) {
            capture.begin();
            capture.opened(CLIENT);
            capture.passing(CLIENT, Direction.TO_TARGET, ascii("hello"));
            capture.dropped(CLIENT, Direction.TO_CLIENT, ascii("lost!"), Fault.LOST.why());
            capture.injected(CLIENT, Direction.TO_CLIENT, Fault.TRUNCATED, 3);
            capture.passing(CLIENT, Direction.TO_CLIENT, ascii("world!"));
        }
        return file;
    }

    private static void cannotBeRecorded(IOException failure) {
        throw new UncheckedIOException(failure);
    }

    @Test
    void overwritesNothingBeforeItBegins() throws IOException {
        Path file = Files.writeString(directory.resolve("a.pcapng"), "older");
        try (Capture capture = new Capture(file, CaptureTest::cannotBeRecorded)) {
            capture.opened(CLIENT);
        }
        assertThat(file).hasContent("older");
    }

    /** Has no room for a while after the headers. */
    private static final class FullDisk extends OutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int calls;

        @Override
        public void write(int value) {
            written.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            calls++;
            if (calls == 2) {
                throw new IOException("No space left on device");
            }
            written.write(bytes, offset, length);
        }
    }

    @Test
    void writesNothingMoreAfterTheDiskWasFull() throws IOException {
        FullDisk disk = new FullDisk();
        PcapngFile file = PcapngFile.create(Path.of("a.pcapng"), disk);
        int headerBytes = disk.written.size();
        ByteBuffer much = ByteBuffer.allocate(100_000);
        assertThatThrownBy(() -> file.write(0, ascii(""), much, "")).hasMessage("a.pcapng: No space left on device");
        file.write(Long.MAX_VALUE, ascii(""), ascii("more"), "");
        file.close();
        assertThat(disk.written.size()).isEqualTo(headerBytes);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
    }

    @Test
    void hasBlocksWhoseLengthsAgree() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(record())).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> types = new ArrayList<>();
        while (file.hasRemaining()) {
            int start = file.position();
            types.add(file.getInt());
            int length = file.getInt();
            assertThat(length % 4).isZero();
            assertThat(file.getInt(start + length - 4)).isEqualTo(length);
            file.position(start + length);
        }
        assertThat(types).containsExactly(0x0a0d0d0a, 1, 6, 6, 6, 6, 6);
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "there is no /dev/full");
        assertThatThrownBy(() -> new Capture(full, CaptureTest::cannotBeRecorded).begin())
                .hasMessageStartingWith("/dev/full: ");
    }

    @Test
    void isReadByTshark() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "there is no tshark");
        Process tshark = new ProcessBuilder(
                        "/usr/bin/tshark",
                        "-r",
                        record().toString(),
                        "-T",
                        "fields",
                        "-e",
                        "ip.src",
                        "-e",
                        "ip.dst",
                        "-e",
                        "data.data",
                        "-e",
                        "frame.comment")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tshark.waitFor()).isZero();
        assertThat(output.lines()).hasSize(5).element(1).asString().contains("10.0.0.7", "10.0.0.0", "68656c6c6f");
        assertThat(output)
                .contains(
                        "client #7 tcp://127.0.0.1:1234",
                        "dropped, fault: lost",
                        "6c6f737421",
                        "fault: truncated, 3 bytes",
                        "776f726c6421");
    }
}
