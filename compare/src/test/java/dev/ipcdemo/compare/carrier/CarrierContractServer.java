package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import java.nio.ByteBuffer;

/** A server that says where it is, and dies of the first message. */
final class CarrierContractServer {

    /** Before its address, in the line that it prints. */
    static final String AT = "server at ";

    private CarrierContractServer() {}

    /** @param args the row */
    public static void main(String[] args) throws Exception {
        Cell cell = Cell.of(Pattern.ROUND_TRIP, args[0], Scope.INTER_PROCESS);
        Acceptor acceptor = Carriers.byName(args[0]).open(cell, Settings.DEFAULT);
        System.out.println(AT + acceptor.address());
        acceptor.accept().receive(ByteBuffer.allocateDirect(cell.messageBytes() + 1));
        Runtime.getRuntime().halt(CarrierContractPeer.DIED);
    }
}
