package dev.ipcdemo.compare.result.row;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * How both sides were set up, as they found it: what was asked for may differ.
 *
 * @param clientPlace where the client ran
 * @param serverPlace where the server ran
 * @param buffers the effective socket buffers of the client, for people; empty where there are none
 * @param calls the system calls that carried several messages, for people; absent if one carried one
 * @param socketOptions the effective options of the sockets; absent of what has none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Setup(
        Place clientPlace,
        Place serverPlace,
        String buffers,
        Optional<String> calls,
        Optional<SocketOptions> socketOptions) {

    /** Of what did not run. */
    public static final Setup NONE = of(Place.NONE, Place.NONE);

    /**
     * Of sides of which no more is known than where they ran.
     *
     * @param clientPlace where the client ran
     * @param serverPlace where the server ran
     * @return a setup without buffers and options
     */
    public static Setup of(Place clientPlace, Place serverPlace) {
        return new Setup(clientPlace, serverPlace, "", Optional.empty(), Optional.empty());
    }

    /**
     * Whether the scheduler chose the CPUs of a side.
     *
     * @return whether either place is free
     */
    @JsonIgnore
    public boolean isMoved() {
        return clientPlace.isFree() || serverPlace.isFree();
    }
}
