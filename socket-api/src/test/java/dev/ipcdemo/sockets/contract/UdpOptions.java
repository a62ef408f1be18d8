package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The options of UDP, on a bound socket and on one that is connected to it. */
public interface UdpOptions extends TunedOptions, PacketConnected {

    @Override
    PacketTransport transport();

    /**
     * It keeps its port, but receives only from another. If it were closed, another program could be given its port, and would
     * receive everything.
     */
    @Override
    default void receiveNoMore(PacketSocket socket, PacketSandbox sandbox) throws IOException {
        Connection elsewhere = socket.connect(sandbox.bind().localAddress());
        assertThat(elsewhere.isOpen()).isTrue();
    }

    @Test
    default void bothSidesMarkTheirPackets(PacketSandbox sandbox) throws IOException {
        PacketSocket bound = sandbox.bind(DSCP.alone());
        Connection connected = sandbox.connect(bound, DSCP.alone());

        assertThat(bound.effective(Options.DSCP)).hasValue(DSCP.value());
        assertThat(connected.effective(Options.DSCP)).hasValue(DSCP.value());
        assertThat(sandbox.bind().effective(Options.DSCP)).hasValue(0);
    }

    @Test
    default void hasNoOptionsOfTcp(PacketSandbox sandbox) throws IOException {
        PacketSocket bound = sandbox.bind(CONGESTION.alone().with(Options.MAX_SEGMENT_BYTES, 1_000));

        assertThat(bound.effective(Options.CONGESTION)).isEmpty();
        assertThat(bound.effective(Options.MAX_SEGMENT_BYTES)).isEmpty();
        assertThat(bound.effective(Options.KEEP_ALIVE_IDLE)).isEmpty();
    }
}
