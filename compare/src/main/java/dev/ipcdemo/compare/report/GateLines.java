package dev.ipcdemo.compare.report;

import dev.ipcdemo.compare.plan.Gate;
import dev.ipcdemo.compare.result.GateResult;
import dev.ipcdemo.compare.result.GateResult.State;
import java.util.List;
import java.util.Map;

/** What became of conditions, in words. */
final class GateLines {

    private static final Map<State, String> WORDS = Map.of(
            State.FAILED,
            "FAILED",
            State.PASSED,
            "passed",
            State.UNKNOWN,
            "cannot be judged: the rounds carry no interval, or there is nothing to compare them with");

    private GateLines() {}

    /** A line for each condition and row, such as {@code FAILED: unix p99 > 50us: unix, ...: 61.2 µs [58.0 µs, 65.1 µs]}. */
    static List<String> of(List<GateResult> results) {
        return results.stream().map(GateLines::line).toList();
    }

    private static String line(GateResult result) {
        return WORDS.get(result.state()) + ": " + result.condition() + ": " + result.row() + figure(result);
    }

    static String figure(GateResult result) {
        Gate gate = Gate.parse(result.condition());
        return result.figure()
                .map(each -> ": " + gate.inWords(each.median()) + " [" + gate.inWords(each.low()) + ", "
                        + gate.inWords(each.high()) + "]")
                .orElse("");
    }
}
