package dev.ipcdemo.sockets.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The descriptors of sockets and selectors of this process; none where there is no {@code /proc}.
 *
 * @param links what they lead to, such as {@code 12 socket:[4711]}
 */
record Descriptors(Set<String> links) {

    private static final Path DIRECTORY = Path.of("/proc/self/fd");

    static {
        openWhatTheJvmKeeps();
    }

    /** The JDK keeps a socket that it uses to close others, once it has closed the first one. */
    private static void openWhatTheJvmKeeps() {
        try {
            SocketChannel.open().close();
            DatagramChannel.open().close();
            ServerSocketChannel.open().close();
            Selector.open().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Descriptors ofThisProcess() {
        Set<String> links = new TreeSet<>();
        if (Files.isDirectory(DIRECTORY)) {
            try (Stream<Path> descriptors = Files.list(DIRECTORY)) {
                descriptors.forEach(descriptor -> addLink(descriptor, links));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Descriptors(links);
    }

    private static void addLink(Path descriptor, Set<String> links) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (target.startsWith("socket:") || target.startsWith("pipe:") || target.startsWith("anon_inode:")) {
                links.add(descriptor.getFileName() + " " + target);
            }
        } catch (IOException gone) {
            // closed since the directory was read, like the descriptor of the directory itself
            links.remove(descriptor.toString());
        }
    }

    Set<String> openedSince(Descriptors before) {
        Set<String> opened = new TreeSet<>(links);
        opened.removeAll(before.links);
        return opened;
    }
}
