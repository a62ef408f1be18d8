package dev.ipcdemo.compare.matrix;

/**
 * Two nodes in order: the client runs on the one, the server on the other.
 *
 * @param from where the client runs
 * @param to where the server runs; the same node for a pair within a node
 */
public record NodePair(String from, String to) {

    /**
     * The other direction.
     *
     * @return the same nodes with client and server exchanged
     */
    public NodePair reversed() {
        return new NodePair(to, from);
    }

    /**
     * Whether client and server share a node.
     *
     * @return true for a pair within a node
     */
    public boolean isSameNode() {
        return from.equals(to);
    }

    /** Such as {@code a → b}. */
    @Override
    public String toString() {
        return from + " → " + to;
    }
}
