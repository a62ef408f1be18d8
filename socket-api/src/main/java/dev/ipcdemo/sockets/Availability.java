package dev.ipcdemo.sockets;

/**
 * Whether a transport works on this host and JVM, and if not, why.
 *
 * @param isAvailable whether it works
 * @param reason one clause that says why it does not, such as {@code the kernel has no AF_UNIX}; empty if it works
 */
public record Availability(boolean isAvailable, String reason) {

    /** It works. */
    public static final Availability AVAILABLE = new Availability(true, "");

    /**
     * Checks that there is a reason if and only if it does not work.
     *
     * @param isAvailable whether it works
     * @param reason empty if and only if it works
     */
    public Availability {
        if (isAvailable != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "a transport that does not work needs a reason, and one that works has none");
        }
    }

    /**
     * It does not work.
     *
     * @param reason why, as a clause
     * @return an availability with that reason
     */
    public static Availability unavailable(String reason) {
        return new Availability(false, reason);
    }

    @Override
    public String toString() {
        return isAvailable ? "available" : "not supported: " + reason;
    }
}
