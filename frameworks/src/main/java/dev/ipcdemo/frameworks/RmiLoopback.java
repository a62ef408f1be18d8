package dev.ipcdemo.frameworks;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;

/** Connects RMI's clients to the loopback interface. */
final class RmiLoopback implements RMIClientSocketFactory, Serializable {

    private static final long serialVersionUID = 1;

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** RMI reuses connections of factories that are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RmiLoopback;
    }

    @Override
    public int hashCode() {
        return RmiLoopback.class.hashCode();
    }
}
