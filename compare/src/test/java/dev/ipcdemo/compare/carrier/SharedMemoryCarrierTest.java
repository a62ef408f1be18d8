package dev.ipcdemo.compare.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMemoryCarrierTest {

    private static final long BYTES = 2L * ((1 << 20) + RingBufferDescriptor.TRAILER_LENGTH);

    @Test
    void saysThatItsFileSystemIsFull() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no " + full);

        assertThatThrownBy(() -> SharedMemoryCarrier.reserve(full))
                .hasMessage("shared memory needs " + BYTES + " bytes in /dev/full: No space left on device");
    }

    @Test
    void takesAllItsRoomAtOnce(@TempDir Path directory) throws IOException {
        Path ring = Files.createFile(directory.resolve("ring"));

        SharedMemoryCarrier.reserve(ring);

        assertThat(ring).hasSize(BYTES);
    }
}
