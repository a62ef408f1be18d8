package dev.ipcdemo.junit.leak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables in the form of /proc/net, which proc(5) describes. */
final class KernelSocketTest {

    private static final int INODE = 9;

    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final String LISTENER =
            "   0: 0100007F:1B58 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0\n";
    private static final String TIME_WAIT =
            "   1: 0100007F:1B58 0100007F:D431 06 00000000:00000000 03:00000175 00000000     0        0 0 3 0\n";

    @Test
    void namesTheFieldsOfASocketThatAProcessHas() throws IOException {
        List<String[]> table = KernelSocket.table(new StringReader(HEAD + TIME_WAIT + LISTENER + TIME_WAIT), INODE);
        assertThat(table).hasSize(1);
        assertThat(table.get(0)).startsWith("0:", "0100007F:1B58").contains("4711");
    }

    @Test
    void leavesOutLinesThatAreTooShort() throws IOException {
        assertThat(KernelSocket.table(new StringReader(HEAD + "   0: 0100007F:1B58\n\n"), INODE))
                .isEmpty();
    }

    @Test
    void makesNoGarbageOfConnectionsInTimeWait() throws IOException {
        StringReader lines = new StringReader(HEAD + TIME_WAIT.repeat(100_000));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        List<String[]> table = KernelSocket.table(lines, INODE);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(table).isEmpty();
        assertThat(allocated).isLessThan(1 << 20);
    }
}
