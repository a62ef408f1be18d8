package dev.ipcdemo.relay;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what passes in one direction. Any thread may count. */
final class FlowCounters {

    private final boolean keepsMessageBoundaries;
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Map<Fault, LongAdder> faults = new EnumMap<>(Fault.class);

    FlowCounters(boolean keepsMessageBoundaries) {
        this.keepsMessageBoundaries = keepsMessageBoundaries;
        for (Fault fault : Fault.values()) {
            faults.put(fault, new LongAdder());
        }
    }

    void passed(int size) {
        messages.increment();
        bytes.add(size);
    }

    void dropped() {
        dropped.increment();
    }

    void injected(Fault fault) {
        faults.get(fault).increment();
    }

    RelayStatistics.Flow snapshot() {
        Map<Fault, Long> injected = new EnumMap<>(Fault.class);
        faults.forEach((fault, count) -> injected.put(fault, count.sum()));
        injected.values().removeIf(count -> count == 0);
        return new RelayStatistics.Flow(keepsMessageBoundaries, messages.sum(), bytes.sum(), dropped.sum(), injected);
    }
}
