package dev.ipcdemo.families;

/** socket(2), and close(2) of what it made. */
@FunctionalInterface
interface SocketCall {

    /**
     * Makes a socket and closes it. Linux may load a kernel module in order to answer.
     *
     * @param domain the domain's number
     * @param type the type's number
     * @param protocol the protocol's number within the domain
     * @return 0 if that went well, otherwise the error number
     */
    int errno(int domain, int type, int protocol);
}
