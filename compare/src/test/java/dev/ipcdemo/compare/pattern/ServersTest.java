package dev.ipcdemo.compare.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServersTest {

    private static final int BYTES = 16;
    private static final int CLIENTS = 3;
    private static final Cell CELL =
            Cell.of(Pattern.ROUND_TRIP, "tcp", Scope.IN_PROCESS).with(Cell.MESSAGE_BYTES, BYTES);

    /** Each client sends two requests. */
    private final QueueAcceptor acceptor = new QueueAcceptor(List.of(requests(0), requests(10), requests(20)));

    private static List<byte[]> requests(long first) {
        return List.of(request(first), request(first + 1));
    }

    private static byte[] request(long sequence) {
        ByteBuffer message = Payload.message(BYTES);
        new Payload(BYTES).writeRequest(message, sequence);
        byte[] bytes = new byte[BYTES];
        message.get(bytes);
        return bytes;
    }

    private static byte[] reply(long sequence) {
        ByteBuffer message = ByteBuffer.wrap(request(sequence));
        Payload.turnIntoReply(message);
        return message.array();
    }

    @Test
    void oneServesClientsOneAfterAnother() throws IOException {
        RespondingServer server = new RespondingServer(acceptor, CELL, CLIENTS);
        server.run();
        assertThat(acceptor.sent()).containsExactly(reply(0), reply(1), reply(10), reply(11), reply(20), reply(21));
        assertThat(server.threads()).containsExactly(Thread.currentThread());
        assertThat(server.arrivals().counts().received()).isEqualTo(6);
        server.mark();
        assertThat(server.arrivals().counts().received()).isZero();
    }

    @Test
    void oneServesEachClientInAThread() throws IOException {
        Cell cell = Cell.of(Pattern.FAN_IN, "tcp", Scope.IN_PROCESS)
                .with(Cell.MESSAGE_BYTES, BYTES)
                .with(Cell.CPUS, Cpus.FREE)
                .with(Cell.CLIENTS, CLIENTS);
        ExchangeServer server = new FanIn().server(acceptor, cell, new VirtualClock());
        server.run();
        assertThat(acceptor.sent())
                .containsExactlyInAnyOrder(reply(0), reply(1), reply(10), reply(11), reply(20), reply(21));
        assertThat(server.threads()).hasSize(CLIENTS).doesNotContain(Thread.currentThread());
        assertThat(server.arrivals().counts().received()).isEqualTo(6);
        server.mark();
        assertThat(server.arrivals().counts().received()).isZero();
    }
}
