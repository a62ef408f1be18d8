package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ipcdemo.demo.spi.Scope;
import java.util.Optional;

/**
 * What is measured on beside this host.
 *
 * @param scope the scope whose rows were measured there
 * @param where the place, for people
 * @param environment its kernel, CPUs, Java runtime and libraries, for people
 * @param lost why nobody answered there any more at the end; empty if all is well
 * @param peer the endpoint of a server that somebody else started; absent for containers of ours
 * @param kernel its kernel; absent if it does not say
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Elsewhere(
        Scope scope, String where, String environment, String lost, Optional<String> peer, Optional<String> kernel) {

    /**
     * Containers that were started for this comparison.
     *
     * @param where the place, for people
     * @param environment what {@link Environment#line} says there
     * @return where cross-host is measured
     */
    public static Elsewhere containers(String where, String environment) {
        return new Elsewhere(
                Scope.CROSS_HOST, where, environment, "", Optional.empty(), Environment.kernelIn(environment));
    }

    /**
     * A server that somebody else started.
     *
     * @param endpoint where it listens
     * @param environment what {@link Environment#line} says there
     * @param lost why it did not answer any more at the end; empty if all is well
     * @return where the rows of its transport are measured
     */
    public static Elsewhere peer(String endpoint, String environment, String lost) {
        return new Elsewhere(
                Scope.CROSS_HOST,
                "peer " + endpoint,
                environment,
                lost,
                Optional.of(endpoint),
                Environment.kernelIn(environment));
    }

    /**
     * Whether it was still there at the end.
     *
     * @return false if it was lost
     */
    public boolean hasAnsweredToTheEnd() {
        return lost.isEmpty();
    }
}
