package dev.ipcdemo.relay.control;

import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Printable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The commands that change a relay.
 *
 * <table>
 *   <caption>Commands; DIRECTION is {@code to-target} or {@code to-client}, and without it both are meant</caption>
 *   <tr><td>{@code faults}</td><td>tells the faults of each direction</td></tr>
 *   <tr><td>{@code set [DIRECTION] SETTING=VALUE …}</td><td>changes some of them, and keeps the others</td></tr>
 *   <tr><td>{@code replace [DIRECTION] SETTING=VALUE …}</td><td>sets some of them, and ends the others</td></tr>
 *   <tr><td>{@code clear [DIRECTION]}</td><td>ends all of them</td></tr>
 *   <tr><td>{@code reset}</td><td>resets all connections that there are</td></tr>
 *   <tr><td>{@code statistics}</td><td>tells what has been done so far</td></tr>
 *   <tr><td>{@code help}</td><td>lists the commands</td></tr>
 * </table>
 */
public final class ControlCommands {

    private static final String HELP =
            "faults, set [to-target|to-client] SETTING=VALUE ..., replace [to-target|to-client] SETTING=VALUE ...,"
                    + " clear [to-target|to-client], reset, statistics, help";

    private final Relay relay;

    /**
     * Changes a relay.
     *
     * @param relay the relay
     */
    public ControlCommands(Relay relay) {
        this.relay = relay;
    }

    /**
     * Carries a command out.
     *
     * @param line the command
     * @return lines, each with its end; the last begins with {@code ok}, or with {@code error} if nothing was done
     */
    public String answer(String line) {
        String[] words = line.split("\\s+");
        try {
            return switch (words[0]) {
                case "faults" -> faults() + "ok\n";
                case "set" ->
                    change(words, (direction, text) -> relay.faults(direction).changedBy(text));
                case "replace" -> change(words, (direction, text) -> Faults.parse(text));
                case "clear" -> change(words, (direction, text) -> none(text));
                case "reset" -> {
                    relay.resetClients();
                    yield "ok\n";
                }
                case "statistics" -> relay.statistics() + "\nok\n";
                case "help" -> HELP + "\nok\n";
                default ->
                    throw new IllegalArgumentException("there is no command '" + words[0] + "': there are " + HELP);
            };
        } catch (IllegalArgumentException e) {
            return "error " + Printable.text(e.getMessage()) + "\n";
        }
    }

    private String faults() {
        StringBuilder lines = new StringBuilder();
        for (Direction direction : Direction.values()) {
            lines.append((direction + " " + relay.faults(direction)).strip()).append('\n');
        }
        return lines.toString();
    }

    private String change(String[] words, BiFunction<Direction, String, Faults> newFaults) {
        Map<Direction, Faults> changed = new EnumMap<>(Direction.class);
        for (Direction direction : Direction.values()) {
            boolean isNamed = words.length > 1 && words[1].equals(direction.toString());
            boolean isOtherNamed = words.length > 1 && words[1].startsWith("to-") && !isNamed;
            if (!isOtherNamed) {
                String text = String.join(" ", Arrays.copyOfRange(words, isNamed ? 2 : 1, words.length));
                changed.put(direction, newFaults.apply(direction, text));
            }
        }
        if (changed.isEmpty()) {
            throw new IllegalArgumentException("'" + words[1] + "' is no direction: write to-target or to-client");
        }
        changed.forEach(relay::setFaults);
        return "ok\n";
    }

    private static Faults none(String text) {
        if (!text.isEmpty()) {
            throw new IllegalArgumentException("clear ends all faults, so it takes none: '" + text + "'");
        }
        return Faults.NONE;
    }
}
