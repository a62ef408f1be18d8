/**
 * What a comparison and its sides, or a comparison and a server of the measure service, say to each other: typed messages,
 * their bytes and their bounds.
 *
 * <p>Knows nothing of rounds, placement or statistics.
 */
package dev.ipcdemo.compare.wire;
