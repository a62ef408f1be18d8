package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Way;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where the cells of a scope are measured. */
interface Testbed extends Closeable {

    /** Starts a fresh pair of JVMs. */
    JvmPair start(Way way) throws IOException;

    /**
     * Starts a JVM as a way wants it, and makes sure that it understands us.
     *
     * @return its Java runtime
     */
    String greet(Way way) throws IOException;

    /** Why a cell cannot be measured here, although its carrier and its pattern could be; nothing if it can. */
    Optional<String> refusal(Cell cell);

    /** Begins to look for what disturbs a round, beside what happens on this machine. */
    default void beginRound() {}

    /**
     * Ends that.
     *
     * @return what disturbed the round, in clauses; none if nothing did
     */
    default List<String> endRound() {
        return List.of();
    }

    @Override
    void close();
}
