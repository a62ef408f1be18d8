package dev.ipcdemo.compare.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryUseTest {

    @TempDir
    private Path root;

    @Test
    void countsTheProcessAndWhatTheKernelHasOfItsOwn() {
        Fixture kernel = new Fixture(root)
                .with("proc/self/status", "VmPeak:\t  900 kB", "VmRSS:\t  100 kB")
                .with("proc/meminfo", "MemTotal: 9999 kB", "Slab:   30 kB", "KernelStack:  4 kB", "PageTables:  2 kB");
        MemoryUse use = MemoryUse.of(kernel.files());
        assertThat(use.residentBytes()).contains(100L << 10);
        assertThat(use.kernelBytes()).contains(36L << 10);
        assertThat(use.heapBytes()).isPositive();
    }

    @Test
    void whatIsNotToldIsNotMadeUp() {
        Fixture kernel = new Fixture(root).with("proc/meminfo", "Slab:   30 kB", "PageTables:  2 kB");
        MemoryUse use = MemoryUse.of(kernel.files());
        assertThat(use.residentBytes()).isEmpty();
        assertThat(use.kernelBytes()).isEmpty();
    }

    @Test
    void whatIsMoreThanBeforeMayBeLess() {
        MemoryUse before = new MemoryUse(100, Optional.of(50L), Optional.of(7L));
        assertThat(new MemoryUse(130, Optional.of(40L), Optional.empty()).since(before))
                .isEqualTo(new MemoryUse(30, Optional.of(-10L), Optional.empty()));
    }

    @Test
    void objectsThatAreHeldCount() {
        MemoryUse before = MemoryUse.now();
        byte[] held = new byte[128 << 20]; // much more than earlier tests of this JVM may let go of meanwhile
        MemoryUse after = MemoryUse.now();
        assertThat(after.since(before).heapBytes()).isGreaterThan(held.length / 2);
    }
}
