package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a row is, as far as it matters to what is concluded: names say that to people only.
 *
 * @param transport the scheme of the transport whose sockets carry the messages; absent for a floor, which has none
 * @param bareOf the row whose bare channel this is; absent for all others
 * @param insteadOf the rows that one would otherwise use, and so wants to see this one compared with
 * @param polled whether both sides always poll
 * @param over the row of the socket that a framework uses; absent for what is no framework
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RowTraits(
        Optional<String> transport,
        Optional<String> bareOf,
        List<Alternative> insteadOf,
        boolean polled,
        Optional<String> over) {

    /** No socket: what there is for scale. */
    public static final RowTraits FLOOR = new RowTraits(Optional.empty(), Optional.empty(), List.of(), false);

    /**
     * The traits of a row that is no framework's.
     *
     * @param transport the scheme of the transport whose sockets carry the messages
     * @param bareOf the row whose bare channel this is
     * @param insteadOf the rows that one would otherwise use
     * @param polled whether both sides always poll
     */
    public RowTraits(Optional<String> transport, Optional<String> bareOf, List<Alternative> insteadOf, boolean polled) {
        this(transport, bareOf, insteadOf, polled, Optional.empty());
    }

    /**
     * A row that this one could take the place of.
     *
     * @param row its name
     * @param when the condition under which it could; absent if it always could
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Alternative(String row, Optional<String> when) {}

    /**
     * Whether it is a bare channel, without this project's API.
     *
     * @return whether it stands beneath another row
     */
    @JsonIgnore
    public boolean isBare() {
        return bareOf.isPresent();
    }

    /**
     * Whether it is no socket, and only there for scale.
     *
     * @return whether neither a transport nor a framework is involved
     */
    @JsonIgnore
    public boolean isFloor() {
        return transport.isEmpty() && !isFramework();
    }

    /**
     * Whether a framework carries the messages, over what another row shows without it.
     *
     * @return whether it stands over another row
     */
    @JsonIgnore
    public boolean isFramework() {
        return over.isPresent();
    }

    /**
     * Whether another row shows what this one costs: the bare channel of a transport, or the socket of a framework.
     *
     * @param name this row's name
     * @param beneath the other row's name
     * @param others what the other row is
     * @return whether the other row stands beneath this one
     */
    public boolean isOver(String name, String beneath, RowTraits others) {
        return others.bareOf().equals(Optional.of(name)) || over.equals(Optional.of(beneath));
    }

    /**
     * Whether it is a socket through this project's API.
     *
     * @return whether it is neither a bare channel, nor a framework, nor a floor
     */
    @JsonIgnore
    public boolean isSocket() {
        return isChoice() && !isFramework();
    }

    /**
     * Whether it is a socket through this project's API or a framework, which is what one chooses among.
     *
     * @return whether it is neither a bare channel nor a floor
     */
    @JsonIgnore
    public boolean isChoice() {
        return !isBare() && !isFloor();
    }
}
