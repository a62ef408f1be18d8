package dev.ipcdemo.cli;

import dev.ipcdemo.cli.CompareOptions.Against;
import dev.ipcdemo.cli.CompareOptions.How;
import dev.ipcdemo.cli.CompareOptions.HowLong;
import dev.ipcdemo.cli.CompareOptions.Output;
import dev.ipcdemo.cli.CompareOptions.ThreadKind;
import dev.ipcdemo.cli.CompareOptions.What;
import dev.ipcdemo.cli.file.OutputFiles;
import dev.ipcdemo.cli.option.EndpointConverter;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.demo.spi.Scope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the options of {@code ipc-demo compare} may be, each and together: what breaks a rule is wrong usage. */
final class CompareRules {

    /** More need more patience than a person has. */
    private static final int MOST_ROUNDS = 1_000;

    /** In less, even a fast machine does not exchange the fewest messages that count. */
    private static final Duration SHORTEST_DURATION = Duration.ofMillis(5);

    private static final Duration LONGEST_DURATION = Duration.ofMinutes(5);

    /** One a nanosecond is more than any transport carries. */
    private static final int MOST_PER_SECOND = 1_000_000_000;

    /** Each takes a thread on each side. */
    private static final int MOST_STREAMS = 1_000;

    /** Each takes a descriptor on each side. */
    private static final int MOST_CLIENTS = 10_000;

    /** More is no pipeline but a flood, and throughput measures that. */
    private static final int MOST_UNDER_WAY = 4_096;

    /** The kernel takes no more (UIO_MAXIOV). */
    private static final int MOST_IN_A_BATCH = 1_024;

    private final CommandLine commandLine;
    private final What what;
    private final How how;
    private final HowLong howLong;
    private final Against against;
    private final Output output;

    CompareRules(CommandLine commandLine, What what, How how, HowLong howLong, Against against, Output output) {
        this.commandLine = commandLine;
        this.what = what;
        this.how = how;
        this.howLong = howLong;
        this.against = against;
        this.output = output;
    }

    /** @throws ParameterException if a rule is broken */
    void check(ComparePlan plan) {
        requireOneAnswerToEachQuestion();
        requireValuesInBounds();
        requireDistinctValues();
        requireNothingBesideTheSearch();
        requireNothingWithoutEffect();
        requireOptionsOfTheirPatterns(plan.patterns());
        requireMessagesOfOneSize(plan);
    }

    private ParameterException refusal(String why) {
        return new ParameterException(commandLine, why);
    }

    private boolean isGiven(String option) {
        return commandLine.getParseResult().hasMatchedOption(option);
    }

    private void requireOneAnswerToEachQuestion() {
        if (output.open
                && output.html.filter(file -> !OutputFiles.isOutput(file)).isEmpty()) {
            throw refusal("--open needs --html, which says where the page is written");
        }
        if (against.failAbove.isPresent() && against.baseline.isEmpty() && against.ab.isEmpty()) {
            throw refusal("--fail-above needs --ab or --baseline, which say what to compare with");
        }
        if (!against.ab.isEmpty() && against.baseline.isPresent()) {
            throw refusal("--ab and --baseline both say what to compare with: choose one");
        }
        if (against.ab.size() > 2) {
            throw refusal("--ab compares two ways: give it once");
        }
        if (howLong.isQuick && howLong.isThorough) {
            throw refusal("--quick and --thorough both say how long it takes: choose one");
        }
    }

    private void requireValuesInBounds() {
        requireLength(commandLine, howLong.rounds, howLong.duration);
        requireBetween(commandLine, "--warm-up", howLong.warmUp, Duration.ZERO);
        requireBetween(commandLine, "--rate", what.rates, MOST_PER_SECOND);
        requireBetween(commandLine, "--clients", what.clients, MOST_CLIENTS);
        requireBetween(commandLine, "--batch", what.batches, MOST_IN_A_BATCH);
        requireBetween(commandLine, "--depth", what.depths, MOST_UNDER_WAY);
        requireBetween(commandLine, "--streams", what.streams, MOST_STREAMS);
        what.peers.forEach(peer -> EndpointConverter.requireNamed(peer, commandLine));
    }

    /**
     * What may be said of how long a row is measured.
     *
     * @throws ParameterException if it takes too long, or too short
     */
    static void requireLength(CommandLine commandLine, Optional<Integer> rounds, Optional<Duration> duration) {
        requireBetween(commandLine, "--rounds", rounds.stream().toList(), MOST_ROUNDS);
        requireBetween(commandLine, "--duration", duration, SHORTEST_DURATION);
    }

    private static void requireBetween(
            CommandLine commandLine, String option, Optional<Duration> value, Duration least) {
        if (value.isPresent()
                && (value.get().compareTo(least) < 0 || value.get().compareTo(LONGEST_DURATION) > 0)) {
            throw new ParameterException(
                    commandLine, option + " takes " + least.toMillis() + "ms to " + LONGEST_DURATION.toSeconds() + "s");
        }
    }

    private static void requireBetween(CommandLine commandLine, String option, List<Integer> values, int most) {
        for (int value : values) {
            if (value < 1 || value > most) {
                throw new ParameterException(
                        commandLine, option + " takes 1 to " + most + ", and " + value + " is not");
            }
        }
    }

    private void requireDistinctValues() {
        requireDistinct(commandLine, "--transport", what.transports);
        requireDistinct(commandLine, "--with", what.modules);
        requireDistinct(commandLine, "--scope", what.scopes);
        requireDistinct(commandLine, "--peer", what.peers);
        requireDistinct(commandLine, "--pattern", what.patterns);
        requireDistinct(commandLine, "--size", what.sizes);
        requireDistinct(commandLine, "--reply", what.replies);
        requireDistinct(commandLine, "--depth", what.depths);
        requireDistinct(commandLine, "--streams", what.streams);
        requireDistinct(commandLine, "--rate", what.rates);
        requireDistinct(commandLine, "--clients", what.clients);
        requireDistinct(commandLine, "--batch", what.batches);
        requireDistinct(commandLine, "--wait", how.waits);
        requireDistinct(commandLine, "--cpus", how.cpus);
    }

    /** @throws ParameterException if a value is given twice, whose row would be measured twice */
    static void requireDistinct(CommandLine commandLine, String option, List<?> values) {
        Set<Object> seen = new HashSet<>();
        for (Object value : values) {
            if (!seen.add(value)) {
                throw new ParameterException(commandLine, option + " has " + value + " twice");
            }
        }
    }

    private void requireNothingBesideTheSearch() {
        if (what.findRate.isPresent()) {
            refuse(
                    "--find-rate finds rates, and cannot be used with ",
                    "--rate",
                    "--pattern",
                    "--depth",
                    "--clients",
                    "--batch",
                    "--streams",
                    "--bidirectional",
                    "--ab",
                    "--baseline",
                    "--fail-above",
                    "--fail-if",
                    "--duration",
                    "--warm-up",
                    "--interval");
        }
    }

    private void requireNothingWithoutEffect() {
        if (what.peers.isEmpty()) {
            refuse("there is no --peer to wait for; leave out ", "--peer-wait");
        } else if (what.scopes.stream().allMatch(scope -> scope == Scope.CROSS_HOST)) {
            refuse("with --peer only what the peer serves is measured, unless --scope says more; leave out ", "--with");
        }
        if (!what.peers.isEmpty() || !what.scopes.contains(Scope.CROSS_HOST)) {
            refuse("without the containers of --scope cross-host there is no image; leave out ", "--image-base");
        }
        if (output.quiet) {
            refuse("--quiet prints no figures, and cannot be used with ", "--details", "--interval");
        }
    }

    private void refuse(String why, String... options) {
        Stream.of(options).filter(this::isGiven).findFirst().ifPresent(option -> {
            throw refusal(why + option);
        });
    }

    private void requireOptionsOfTheirPatterns(List<Pattern> patterns) {
        requireFor(Pattern.RATE, "--rate", patterns);
        requireFor(Pattern.FAN_IN, "--clients", patterns);
        requireFor(Pattern.THROUGHPUT, "--batch", patterns);
        requireFor(Pattern.ROUND_TRIP, "--depth", patterns);
        requireFor(Pattern.THROUGHPUT, "--streams", patterns);
        requireFor(Pattern.THROUGHPUT, "--bidirectional", patterns);
        if (how.threads == ThreadKind.EVENT_LOOP && !patterns.contains(Pattern.FAN_IN)) {
            throw refusal("--threads event-loop is for pattern fan-in, which is not among --pattern");
        }
        if (what.bidirectional) {
            refuse("--bidirectional measures one connection, and cannot be used with ", "--streams", "--batch");
        }
        if (what.findRate.isEmpty() && patterns.stream().noneMatch(Pattern::hasReplies)) {
            refuseRepliesOf("--reply");
            refuseRepliesOf("--reply-sizes");
        }
    }

    private void requireFor(Pattern pattern, String option, List<Pattern> patterns) {
        if (isGiven(option) && !patterns.contains(pattern)) {
            throw refusal(option + " is for pattern " + pattern + ", which is not among --pattern");
        }
    }

    private void refuseRepliesOf(String option) {
        if (isGiven(option)) {
            throw refusal(option + " is for patterns with replies, and --pattern names none");
        }
    }

    /** A connection that is used once has one message. */
    private void requireMessagesOfOneSize(ComparePlan plan) {
        boolean isMixed = !plan.requestMixes().isEmpty() || !plan.replyMixes().isEmpty();
        if (isMixed && what.findRate.isEmpty() && plan.patterns().equals(List.of(Pattern.CONNECT))) {
            throw refusal(
                    "pattern connect has messages of one size: leave out the sizes with weights, and those of files");
        }
    }
}
