package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.sockets.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Receives, checks and counts what one client sends: a message a call, or as many as have arrived. */
final class CountingServer extends SuccessiveServer {

    private final Cell cell;
    private final Clock clock;
    private final ByteBuffer in;
    private final ArrivalsSinceMark arrivals;
    private volatile String calls = "";

    CountingServer(Acceptor acceptor, Cell cell, Clock clock) {
        super(acceptor, 1);
        this.cell = cell;
        this.clock = clock;
        in = Payload.incoming(cell.requestSizes().largest());
        arrivals = new ArrivalsSinceMark(cell.requestSizes());
    }

    @Override
    void serve(MessageChannel channel) throws IOException {
        if (cell.batch() > 1) {
            serveBatches(channel.recvBatch(cell.batch(), in.capacity())
                    .orElseThrow(() -> new IOException(Throughput.ONE_A_CALL)));
            return;
        }
        while (channel.receive(in) >= 0) {
            arrivals.add(in, clock.nanos());
        }
    }

    /** Reads the clock once for each call, which is when its messages have come. */
    private void serveBatches(Batch.Incoming batch) throws IOException {
        calls = batch.calls();
        Idle idle = Idle.on(cell.cpus());
        for (int received = batch.recv(); received >= 0; received = batch.recv()) {
            if (received == 0) {
                idle.idle();
                continue;
            }
            long nowNs = clock.nanos();
            for (int i = 0; i < received; i++) {
                arrivals.add(batch.message(i).order(ByteOrder.LITTLE_ENDIAN), nowNs);
            }
        }
    }

    /** The messages of its client. */
    ArrivalsSinceMark counted() {
        return arrivals;
    }

    @Override
    public void mark() {
        arrivals.mark();
    }

    @Override
    public Arrivals arrivals() {
        return arrivals.arrivals();
    }

    @Override
    public String calls() {
        return calls;
    }
}
