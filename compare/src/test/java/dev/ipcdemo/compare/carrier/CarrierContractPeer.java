package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import java.nio.ByteBuffer;

/** A client that exchanges one message and dies. */
final class CarrierContractPeer {

    static final int DIED = 3;

    private CarrierContractPeer() {}

    /** @param args the row, the server's address, and the pattern */
    public static void main(String[] args) throws Exception {
        Cell cell = Cell.of(Pattern.valueOf(args[2]), args[0], Scope.INTER_PROCESS);
        MessageChannel channel = Carriers.byName(args[0]).connect(args[1], cell, Settings.DEFAULT);
        channel.send(ByteBuffer.allocateDirect(cell.messageBytes()));
        channel.receive(ByteBuffer.allocateDirect(cell.messageBytes() + 1));
        Runtime.getRuntime().halt(DIED);
    }
}
