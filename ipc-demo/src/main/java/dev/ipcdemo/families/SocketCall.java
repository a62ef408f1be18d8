package dev.ipcdemo.families;

/** socket(2), followed by close(2). */
@FunctionalInterface
interface SocketCall {

    /**
     * Creates a socket and closes it. Linux may load a kernel module to do so.
     *
     * @param domain the domain's number
     * @param type the type's number
     * @param protocol the protocol's number within the domain
     * @return 0 if it succeeded, otherwise the error number
     */
    int errno(int domain, int type, int protocol);
}
