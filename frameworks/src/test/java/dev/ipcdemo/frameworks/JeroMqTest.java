package dev.ipcdemo.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class JeroMqTest {

    /** On a busy machine, some of so many hung before the time for the greeting was limited. */
    private static final int CONNECTIONS = 100;

    private final Carrier row = new JeroMq.Tcp();
    private final Cell cell = Cell.of(Pattern.ROUND_TRIP, row.name(), Scope.IN_PROCESS);

    @Test
    void everyConnectionCarriesItsFirstMessage() throws IOException {
        ByteBuffer message = ByteBuffer.allocateDirect(cell.messageBytes());
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Acceptor acceptor = row.open(cell, Settings.DEFAULT);
                    MessageChannel client = row.connect(acceptor.address(), cell, Settings.DEFAULT);
                    MessageChannel server = acceptor.accept()) {
                client.send(message.clear().putInt(0, i));
                server.receive(message);
                assertThat(message.getInt(0)).isEqualTo(i);
            }
        }
    }

    /** What another process is told is on its command line. */
    @Test
    void everyAddressCanBeWritten() throws IOException {
        Carrier ipc = new JeroMq.Ipc();
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Acceptor acceptor = ipc.open(cell, Settings.DEFAULT)) {
                assertThat(acceptor.address()).matches("[!-~]+");
            }
        }
    }
}
