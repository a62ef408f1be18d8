package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.result.ClientSetup;
import dev.ipcdemo.compare.result.ServerResult;
import dev.ipcdemo.compare.wire.Request;
import java.io.IOException;
import java.util.Optional;

/**
 * A server in a measuring JVM.
 *
 * @param client the JVM of its client, which may be the same
 * @param server its own JVM
 * @param number of the client and of the server
 * @param cell what is measured
 * @param settings what all cells share
 */
record WorkerServer(MeasuringJvm client, MeasuringJvm server, int number, Cell cell, Settings settings)
        implements RemoteServer {

    @Override
    public ClientSetup connect() throws IOException {
        String address = server.ask(new Request.Serve(number, cell, settings), JvmPair.REPLY_LIMIT_NS)
                .address();
        return client.ask(new Request.Connect(number, address, cell, settings), JvmPair.REPLY_LIMIT_NS)
                .setup();
    }

    @Override
    public void mark() throws IOException {
        server.ask(new Request.Mark(number), JvmPair.REPLY_LIMIT_NS);
    }

    @Override
    public ServerResult read() throws IOException {
        return server.ask(new Request.ReadServer(number), JvmPair.REPLY_LIMIT_NS)
                .result();
    }

    @Override
    public Optional<String> end() {
        try {
            return server.ask(new Request.EndServer(number), JvmPair.REPLY_LIMIT_NS)
                    .failure();
        } catch (IOException e) {
            server.close();
            return Optional.empty(); // the JVM's own failure is known
        }
    }
}
