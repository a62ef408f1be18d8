package dev.ipcdemo.compare.result.row;

/**
 * What became of the messages of all rounds.
 *
 * @param sent how many were sent
 * @param received how many arrived, each counted once
 * @param lost how many did not
 * @param duplicated how many arrived once more
 * @param reordered how many arrived after a later one
 * @param corrupted how many arrived with other bytes or another size, or came back from where they were sent
 */
public record Messages(long sent, long received, long lost, long duplicated, long reordered, long corrupted) {}
