package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.machine.ResourceLimits;
import dev.ipcdemo.compare.pattern.Exchanges;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Schedule;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Variant;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Domain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds out which of the cells that are wanted can be measured, and how long that takes. */
public final class Scheduling {

    private Scheduling() {}

    /**
     * Makes a schedule.
     *
     * @param wanted the cells; one that cannot be measured here is left out and listed with the reason
     * @param ways how the cells of each variant are run
     * @param budget how long it may take
     * @param testbeds where they are measured
     * @return the schedule
     */
    public static Schedule of(List<Cell> wanted, Map<Variant, Way> ways, Budget budget, Testbeds testbeds) {
        return of(wanted, ways, budget, testbeds::refusal, testbeds::roundTrip);
    }

    static Schedule of(List<Cell> wanted, Settings settings, Budget budget) {
        return of(
                wanted,
                Map.of(Variant.NONE, Way.of(settings)),
                budget,
                cell -> Optional.empty(),
                cell -> Duration.ZERO);
    }

    /**
     * @param testbed why a cell cannot be measured where its scope is measured, although it could elsewhere
     * @param roundTrip how long a message and its answer take to where it is measured
     */
    private static Schedule of(
            List<Cell> wanted,
            Map<Variant, Way> ways,
            Budget budget,
            Function<Cell, Optional<String>> testbed,
            Function<Cell, Duration> roundTrip) {
        List<Cell> cells = new ArrayList<>();
        List<Schedule.Refusal> refusals = new ArrayList<>();
        for (Cell cell : wanted) {
            Carrier carrier = Carriers.byName(cell.row());
            Settings settings = ways.get(cell.variant()).settings();
            carrier.refusal(cell, settings)
                    .or(() -> settings.eventLoop() && cell.pattern() == Pattern.FAN_IN
                            ? carrier.whyNoEventLoop().or(() -> sizedReplies(cell))
                            : Optional.empty())
                    .or(() -> cell.batch() > 1 ? carrier.whyNoBatches() : Optional.empty())
                    .or(() -> carrier.tooDeep(cell, ways.get(cell.variant()).settings()))
                    .or(() -> Exchanges.of(cell.pattern()).refusal(cell))
                    .or(() -> testbed.apply(cell))
                    .or(() -> beyondLimits(cell, carrier, settings, ResourceLimits.HERE))
                    .ifPresentOrElse(why -> refusals.add(new Schedule.Refusal(cell, why)), () -> cells.add(cell));
        }
        Map<Cell, Duration> roundTrips = new HashMap<>();
        cells.forEach(cell -> roundTrips.put(cell, roundTrip.apply(cell)));
        return new Schedule(List.copyOf(cells), List.copyOf(refusals), ways, budget, Map.copyOf(roundTrips));
    }

    /** What this host does not let a process have; containers have limits of their own. */
    static Optional<String> beyondLimits(Cell cell, Carrier carrier, Settings settings, ResourceLimits limits) {
        if (cell.scope() == Scope.CROSS_HOST) {
            return Optional.empty();
        }
        int ends = cell.scope() == Scope.IN_PROCESS ? 2 * cell.connections() : cell.connections();
        boolean isInet = carrier.socket()
                .filter(socket -> socket.domain() != Domain.AF_UNIX)
                .isPresent();
        boolean hasThreads = cell.pattern() == Pattern.FAN_IN
                && !settings.eventLoop()
                && !(settings.virtualThreads() && carrier.parksVirtualThreads());
        return limits.tooFewDescriptors(ends)
                .or(() -> isInet ? limits.tooFewPorts(cell.connections()) : Optional.empty())
                .or(() -> hasThreads ? limits.tooFewThreads(cell.clients()) : Optional.empty());
    }

    private static Optional<String> sizedReplies(Cell cell) {
        return cell.replyBytes() > 0
                ? Optional.of("the server with an event loop replies with as many bytes as it receives")
                : Optional.empty();
    }

    /**
     * How long a schedule will take.
     *
     * @param schedule what is measured
     * @return an estimate
     */
    public static Duration estimate(Schedule schedule) {
        return new RoundTiming(schedule).estimate();
    }

    /**
     * How long a schedule will take if every cell needs the most rounds.
     *
     * @param schedule what is measured
     * @return an estimate
     */
    public static Duration longestEstimate(Schedule schedule) {
        return new RoundTiming(schedule).longestEstimate();
    }
}
