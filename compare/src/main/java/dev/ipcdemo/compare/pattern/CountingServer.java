package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.result.Arrivals;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives, checks and counts what one client sends. */
final class CountingServer extends SuccessiveServer {

    private final Clock clock;
    private final ByteBuffer in;
    private final ArrivalsSinceMark arrivals;

    CountingServer(Acceptor acceptor, int messageBytes, Clock clock) {
        super(acceptor, 1);
        this.clock = clock;
        in = Payload.incoming(messageBytes);
        arrivals = new ArrivalsSinceMark(messageBytes);
    }

    @Override
    void serve(MessageChannel channel) throws IOException {
        while (channel.receive(in) >= 0) {
            arrivals.add(in, clock.nanos());
        }
    }

    @Override
    public void mark() {
        arrivals.mark();
    }

    @Override
    public Arrivals arrivals() {
        return arrivals.arrivals();
    }
}
