package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where the cells of a scope are measured. */
interface Testbed extends Closeable {

    /** Starts a fresh pair of JVMs. */
    JvmPair start(Settings settings) throws IOException;

    /** Why a cell cannot be measured here, although its carrier and its pattern could be; nothing if it can. */
    Optional<String> refusal(Cell cell);

    @Override
    void close();
}
