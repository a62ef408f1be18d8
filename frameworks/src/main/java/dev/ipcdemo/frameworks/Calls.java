package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import java.util.Optional;

/** What can be measured of a library in which one side calls and the other replies. */
final class Calls {

    private Calls() {}

    /** Why a cell cannot be measured with calls by a library. */
    static Optional<String> refusal(Cell cell, String library) {
        if (cell.pattern() == Pattern.THROUGHPUT) {
            return Optional.of("each call of " + library + " has a reply, and nothing is sent one way");
        }
        if (cell.depth() > 1) {
            return Optional.of("a call of " + library + " waits for its reply before the next is made");
        }
        return refusalOfAny(cell, library);
    }

    /** Why a cell cannot be measured with a library that waits for the network itself. */
    static Optional<String> refusalOfAny(Cell cell, String library) {
        if (cell.scope() == Scope.CROSS_HOST) {
            return Optional.of(library + " is measured within one host");
        }
        if (cell.pattern() == Pattern.RATE || cell.directions() == Directions.BOTH_WAYS || cell.connections() > 1) {
            return Optional.of("the measured thread runs what " + library + " calls back, and there is one");
        }
        return cell.waiting() == Wait.SPIN
                ? Optional.of("threads of " + library + " wait in the kernel, whatever the measured thread does")
                : Optional.empty();
    }
}
