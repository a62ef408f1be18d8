package dev.ipcdemo.sockets;

/** From where a server must be reachable. */
public enum Reach {
    /** From this host: over the loopback interface, or through the file system. */
    THIS_HOST,
    /** From other hosts too: at an address of a network interface, or through a directory that the hosts share. */
    OTHER_HOSTS
}
