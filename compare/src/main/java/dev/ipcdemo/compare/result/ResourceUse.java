package dev.ipcdemo.compare.result;

import dev.ipcdemo.compare.result.row.MemoryPerConnection;
import java.util.Optional;

/**
 * What one round used up.
 *
 * @param client what the client's threads used up
 * @param server what the server's threads used up
 * @param memory what a connection takes up, where that is known
 */
public record ResourceUse(Usage client, Usage server, Optional<MemoryPerConnection> memory) {

    /** Of what cannot be told. */
    public static final ResourceUse UNKNOWN = of(Usage.UNKNOWN, Usage.UNKNOWN);

    /**
     * Without what connections take up.
     *
     * @param client what the client's threads used up
     * @param server what the server's threads used up
     * @return the use of both
     */
    public static ResourceUse of(Usage client, Usage server) {
        return new ResourceUse(client, server, Optional.empty());
    }
}
