package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Wait;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * An event loop that the thread which uses it drives. There is one to a thread and transport, as long as the thread lives,
 * because making one for each connection would be counted as the cost of connecting.
 *
 * @param events the loop
 * @param polls whether to look again rather than wait
 * @param idle what to do between two looks
 */
record NettyLoop(ManualIoEventLoop events, boolean polls, Idle idle) {

    private static final long UNTIL_SOMETHING_HAPPENS = 0;

    private static final ThreadLocal<Map<String, ManualIoEventLoop>> LOOPS = ThreadLocal.withInitial(HashMap::new);

    static NettyLoop ofThisThread(String transport, IoHandlerFactory factory, Cell cell) {
        ManualIoEventLoop events =
                LOOPS.get().computeIfAbsent(transport, none -> new ManualIoEventLoop(Thread.currentThread(), factory));
        return new NettyLoop(events, cell.waiting() == Wait.SPIN, Idle.on(cell.cpus()));
    }

    /** Whether the current thread drives it. */
    boolean isMine() {
        return events.inEventLoop();
    }

    /** Drives it until something is the case. */
    void runUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (!polls) {
                events.run(UNTIL_SOMETHING_HAPPENS);
            } else if (events.runNow() == 0) {
                idle.idle();
            }
        }
    }

    /** Drives it until an operation has ended. */
    void await(Future<?> operation) throws IOException {
        runUntil(operation::isDone);
        if (!operation.isSuccess()) {
            throw new IOException(operation.cause().getMessage(), operation.cause());
        }
    }
}
