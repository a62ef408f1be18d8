package dev.ipcdemo.demo.diagram;

/** A kind of object that the kernel keeps between the two sides, in the order of the lanes from the server's side. */
public enum Lane {
    /** Socket files. */
    SOCKET_FILE("socket file", "The socket files that exist. One that a killed server left is not counted."),
    /** Connections that have not been accepted. */
    BACKLOG("backlog", "The connections that have been made and wait to be accepted."),
    /** What the server has yet to receive. */
    TO_SERVER(
            "to server",
            "What was sent to the server and has not been received: in the sender's buffer, on its way, or in the"
                    + " receiver's buffer or queue. A question mark: one line stands for many calls."),
    /** What the client has yet to receive. */
    TO_CLIENT(
            "to client",
            "What was sent to the client and has not been received: in the sender's buffer, on its way, or in the"
                    + " receiver's buffer or queue. A question mark: one line stands for many calls.");

    private final String title;
    private final String description;

    Lane(String title, String description) {
        this.title = title;
        this.description = description;
    }

    /**
     * The head of the lane.
     *
     * @return a few words
     */
    public String title() {
        return title;
    }

    /**
     * What the lane shows.
     *
     * @return one or two sentences
     */
    public String description() {
        return description;
    }
}
