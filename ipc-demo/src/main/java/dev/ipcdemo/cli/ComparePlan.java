package dev.ipcdemo.cli;

import dev.ipcdemo.cli.CompareOptions.Against;
import dev.ipcdemo.cli.CompareOptions.How;
import dev.ipcdemo.cli.CompareOptions.HowLong;
import dev.ipcdemo.cli.CompareOptions.ThreadKind;
import dev.ipcdemo.cli.CompareOptions.What;
import dev.ipcdemo.cli.file.FileFailure;
import dev.ipcdemo.cli.option.CpuChoice;
import dev.ipcdemo.cli.option.SizeChoice;
import dev.ipcdemo.cli.option.SizeFile;
import dev.ipcdemo.cli.option.WayParser;
import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.machine.Topology;
import dev.ipcdemo.compare.plan.Budget;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.RateBound;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SizeMix;
import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the options of {@code ipc-demo compare} ask for, as a plan.
 *
 * @param requestFile the sizes of the file of {@code --request-sizes}
 * @param replyFile those of {@code --reply-sizes}
 */
record ComparePlan(
        What what,
        How how,
        HowLong howLong,
        Against against,
        Optional<SizeMix> requestFile,
        Optional<SizeMix> replyFile) {

    /**
     * Reads the files that options name.
     *
     * @throws IllegalArgumentException if one cannot be read, or has no sizes
     */
    static ComparePlan of(What what, How how, HowLong howLong, Against against) {
        return new ComparePlan(
                what,
                how,
                howLong,
                against,
                sizes("--request-sizes", what.requestSizes),
                sizes("--reply-sizes", what.replySizes));
    }

    private static Optional<SizeMix> sizes(String option, Optional<Path> file) {
        try {
            return file.isPresent() ? Optional.of(SizeFile.read(file.get())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(option + ": " + FileFailure.words(e), e);
        }
    }

    List<Pattern> patterns() {
        return what.patterns.contains(Plan.ALL)
                ? List.of(Pattern.values())
                : what.patterns.stream().map(Cell.PATTERN::parse).toList();
    }

    List<SizeMix> requestMixes() {
        return SizeChoice.mixes(what.sizes, requestFile.stream());
    }

    List<SizeMix> replyMixes() {
        return SizeChoice.mixes(what.replies, replyFile.stream());
    }

    /** @throws IllegalArgumentException if the values of options do not go together */
    Plan plan() {
        Way way = way();
        Plan plan = Plan.of(Stream.concat(what.transports.stream(), what.modules.stream())
                        .toList())
                .with(Cell.PATTERN, what.findRate.isPresent() ? List.of(Pattern.RATE) : patterns())
                .with(Cell.SCOPE, what.scopes)
                .with(Cell.MESSAGE_BYTES, singleSizes())
                .with(Cell.REQUEST_MIX, requestMixes())
                .with(Cell.WAIT, how.waits)
                .with(Cell.CPUS, cpuChoice().placements())
                .with(Cell.RATE_PER_SECOND, what.findRate.isPresent() ? RateBound.RATES.subList(0, 1) : what.rates)
                .with(Cell.CLIENTS, what.clients)
                .with(Cell.BATCH, besideNone(what.batches))
                .with(Cell.REPLY_BYTES, SizeChoice.single(what.replies))
                .with(Cell.REPLY_MIX, replyMixes())
                .with(Cell.DEPTH, what.depths)
                .with(Cell.STREAMS, what.streams)
                .with(Cell.DIRECTIONS, what.bidirectional ? List.of(Directions.BOTH_WAYS) : List.of())
                .withWay(way)
                .within(budget())
                .withPeers(what.peers);
        Plan onImage = how.imageBase.map(plan::withImageBase).orElse(plan);
        return against.ab.isEmpty()
                ? onImage
                : onImage.between(compared(way, against.ab.get(0)), compared(way, against.ab.get(1)));
    }

    private Way compared(Way way, String text) {
        Way compared = WayParser.change(way, text);
        if (compared.settings().eventLoop() && !patterns().contains(Pattern.FAN_IN)) {
            throw new IllegalArgumentException(
                    "threads=event-loop is for pattern fan-in, which is not among --pattern");
        }
        return compared;
    }

    private List<Integer> singleSizes() {
        List<Integer> sizes = SizeChoice.single(what.sizes);
        return what.findRate.isPresent() && sizes.isEmpty() ? List.of(64) : sizes;
    }

    /** What a batch buys is told by the same row without one. */
    private static List<Integer> besideNone(List<Integer> batches) {
        return Stream.concat(Stream.of(1), batches.stream()).distinct().toList();
    }

    private Budget budget() {
        Budget budget = howLong.isQuick ? Budget.QUICK : howLong.isThorough ? Budget.THOROUGH : Budget.NORMAL;
        budget = howLong.rounds.map(budget::withRounds).orElse(budget);
        budget = howLong.duration.map(budget::withDuration).orElse(budget);
        return howLong.warmUp.map(budget::withWarmUp).orElse(budget);
    }

    private CpuChoice cpuChoice() {
        return CpuChoice.parse(how.cpus, Topology.HERE);
    }

    private Way way() {
        Way way = Way.of(new Settings(
                        how.threads == ThreadKind.VIRTUAL,
                        how.sendBufferBytes,
                        how.recvBufferBytes,
                        how.noDelay,
                        Duration.ofMillis(how.stallMillis),
                        cpuChoice().list(),
                        how.threads == ThreadKind.EVENT_LOOP,
                        socketOptions()))
                .withJvmOptions(WayParser.jvmOptions(how.jvmArgs));
        return how.java.map(way::withJava).orElse(way);
    }

    private Options socketOptions() {
        Options options = Options.DEFAULT;
        Set<String> seen = new HashSet<>();
        for (String assignment : how.socketOptions) {
            String[] parts = assignment.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("--socket-option takes KEY=VALUE, and '" + assignment + "' is not");
            }
            if (!seen.add(parts[0])) {
                throw new IllegalArgumentException("--socket-option sets " + parts[0] + " twice");
            }
            options = SocketSetting.set(options, parts[0], parts[1]);
        }
        return options;
    }
}
