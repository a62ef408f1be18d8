package dev.ipcdemo.unix;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.AFUNIXSocketExtensions;

/** The process and user at the other end of a connection, as SO_PEERCRED returns them. */
sealed interface PeerCredentials {

    static PeerCredentials of(Channel channel) throws IOException {
        if (channel instanceof AFUNIXSocketExtensions junixsocket) {
            return new Numbers(junixsocket.getPeerCredentials());
        }
        return new Names(((SocketChannel) channel).getOption(ExtendedSocketOptions.SO_PEERCRED));
    }

    /** Whether it is that process; also true if the process is unknown, as in the JDK. */
    boolean mayBeProcess(long pid);

    /** Whether the user owns a file. */
    boolean owns(Path file) throws IOException;

    /** What the JDK returns: user and group, by name. */
    record Names(UnixDomainPrincipal principal) implements PeerCredentials {
        @Override
        public boolean mayBeProcess(long pid) {
            return true;
        }

        @Override
        public boolean owns(Path file) throws IOException {
            return Files.getOwner(file).equals(principal.user());
        }

        @Override
        public String toString() {
            return "user " + principal.user().getName() + ", group "
                    + principal.group().getName();
        }
    }

    /** What junixsocket returns: process, user and group, by number. */
    record Numbers(AFUNIXSocketCredentials credentials) implements PeerCredentials {
        @Override
        public boolean mayBeProcess(long pid) {
            return credentials.getPid() == pid;
        }

        @Override
        public boolean owns(Path file) throws IOException {
            return ((Number) Files.getAttribute(file, "unix:uid")).longValue() == credentials.getUid();
        }

        @Override
        public String toString() {
            return "pid " + credentials.getPid() + ", uid " + credentials.getUid() + ", gid " + credentials.getGid();
        }
    }
}
