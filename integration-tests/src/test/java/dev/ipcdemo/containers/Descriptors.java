package dev.ipcdemo.containers;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.FileDescriptorCast;

/** What an {@link Actor} does with junixsocket itself, because only that passes descriptors and knows who the peer is. */
final class Descriptors {

    private static final int ANCILLARY_BYTES = 1024;

    private Descriptors() {}

    static String does(String verb, List<String> arguments) throws IOException {
        return switch (verb) {
            case "who-comes" -> whoComes(Path.of(arguments.get(0)));
            case "pass-file" -> passFile(Path.of(arguments.get(0)), Path.of(arguments.get(1)));
            case "read-passed-file" -> readPassedFile(Path.of(arguments.get(0)));
            case "accept-and-pass" -> acceptAndPass(Integer.parseInt(arguments.get(0)), Path.of(arguments.get(1)));
            case "adopt-and-echo" -> adoptAndEcho(Path.of(arguments.get(0)));
            default -> throw new IllegalArgumentException("no verb '" + verb + "'");
        };
    }

    /** Accepts one connection, in the background, and leaves what the kernel says of its peer in a file. */
    private static String whoComes(Path path) throws IOException {
        AFUNIXServerSocket server = AFUNIXServerSocket.bindOn(AFUNIXSocketAddress.of(path), false);
        Files.deleteIfExists(Path.of(path + ".peer"));
        Actor.background("who-comes", () -> {
            try (server;
                    AFUNIXSocket accepted = server.accept()) {
                AFUNIXSocketCredentials peer = accepted.getPeerCredentials();
                Files.writeString(Path.of(path + ".new"), "uid " + peer.getUid() + " pid " + peer.getPid());
                Files.move(Path.of(path + ".new"), Path.of(path + ".peer"));
            }
        });
        return path.toString();
    }

    /** Opens a file that only this container has, and passes the open descriptor. */
    private static String passFile(Path file, Path socket) throws IOException {
        Files.writeString(file, "only-here");
        try (AFUNIXSocket to = AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(socket));
                FileInputStream in = new FileInputStream(file.toFile())) {
            to.setOutboundFileDescriptors(in.getFD());
            to.getOutputStream().write('d');
        }
        return file.toString();
    }

    private static String readPassedFile(Path socket) throws IOException {
        AFUNIXServerSocket server = AFUNIXServerSocket.bindOn(AFUNIXSocketAddress.of(socket), false);
        Actor.background("read-passed-file", () -> {
            try (server;
                    AFUNIXSocket from = server.accept();
                    FileInputStream in = new FileInputStream(received(from))) {
                Files.write(Path.of(socket + ".new"), in.readAllBytes());
                Files.move(Path.of(socket + ".new"), Path.of(socket + ".content"));
            }
        });
        return socket.toString();
    }

    /** It is closed with the connection that it came over. */
    private static FileDescriptor received(AFUNIXSocket from) throws IOException {
        from.setAncillaryReceiveBufferSize(ANCILLARY_BYTES);
        from.getInputStream().read();
        return from.getReceivedFileDescriptors()[0];
    }

    /** Accepts one TCP connection, answers once, and passes the connection on: a server that is being replaced. */
    private static String acceptAndPass(int port, Path socket) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(port));
        Actor.background("accept-and-pass", () -> {
            try (listening;
                    SocketChannel accepted = listening.accept();
                    AFUNIXSocket to = AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(socket))) {
                ByteBuffer question = ByteBuffer.allocate(64);
                accepted.read(question);
                accepted.write(question.flip());
                to.setOutboundFileDescriptors(descriptorOf(accepted));
                to.getOutputStream().write('d');
            }
        });
        return "port " + port;
    }

    /** The JDK keeps it to itself; the host that does this is started with {@code --add-opens}. */
    private static FileDescriptor descriptorOf(SocketChannel channel) throws IOException {
        try {
            Field field = channel.getClass().getDeclaredField("fd");
            field.setAccessible(true);
            return (FileDescriptor) field.get(channel);
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    /** Takes a connection over that another container had accepted, and goes on answering on it. */
    private static String adoptAndEcho(Path socket) throws IOException {
        AFUNIXServerSocket server = AFUNIXServerSocket.bindOn(AFUNIXSocketAddress.of(socket), false);
        Actor.background("adopt-and-echo", () -> {
            try (server;
                    AFUNIXSocket from = server.accept()) {
                FileDescriptorCast adopted = FileDescriptorCast.using(received(from));
                echo(adopted.as(FileInputStream.class), adopted.as(FileOutputStream.class));
            }
        });
        return socket.toString();
    }

    private static void echo(FileInputStream in, FileOutputStream out) throws IOException {
        byte[] buffer = new byte[64];
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }
}
