package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Java RMI. The object is exported on a port of its own of the loopback interface, without a registry, because what a client
 * needs is the stub (https://docs.oracle.com/en/java/javase/17/docs/api/java.rmi/java/rmi/server/UnicastRemoteObject.html);
 * the stub is made by {@code exportObject}, as recommended since stubs made by rmic are deprecated. Its socket factories
 * keep it on the loopback interface, whatever the host's name resolves to. RMI sets TCP_NODELAY itself. It calls on a thread
 * that it starts for each connection, and has no executor to choose, so that thread hands the request to the measured one.
 */
public final class Rmi extends CallsOverTcp {

    private static final int ANY_PORT = 0;
    private static final int DEFAULT_BACKLOG = 0;

    /** Made by ServiceLoader. */
    public Rmi() {
        super("rmi", "RMI", "RMI keeps its connections for later calls, and does not say when one begins or ends");
    }

    /** What can be called. */
    interface Service extends Remote {
        byte[] exchange(byte[] request) throws RemoteException;
    }

    @Override
    public String description() {
        return "Java RMI over TCP, a byte[] there and back by Java serialization; the server's thread for the connection"
                + " hands each call to the measured thread and waits, which costs two wake-ups more than replying itself";
    }

    /** The address is the stub, as Java serializes it. */
    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        CallbackExecutor callbacks = new CallbackExecutor();
        CalledChannel channel = new CalledChannel(callbacks);
        Exported service = new Exported(channel, callbacks);
        Remote stub = UnicastRemoteObject.exportObject(service, ANY_PORT, new RmiLoopback(), Rmi::listen);
        return Acceptor.of(text(stub), () -> channel, () -> {
            channel.close();
            service.pending.completeExceptionally(new RemoteException("the server is closed"));
            UnicastRemoteObject.unexportObject(service, true);
        });
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, DEFAULT_BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** Hands each call to the measured thread. There is one at a time. */
    private static final class Exported implements Service {

        private final CalledChannel channel;
        private final CallbackExecutor callbacks;
        private volatile CompletableFuture<byte[]> pending = new CompletableFuture<>();

        Exported(CalledChannel channel, CallbackExecutor callbacks) {
            this.channel = channel;
            this.callbacks = callbacks;
        }

        @Override
        public byte[] exchange(byte[] request) throws RemoteException {
            CompletableFuture<byte[]> reply = new CompletableFuture<>();
            pending = reply;
            callbacks.execute(() -> channel.add(request, reply::complete));
            try {
                return reply.join();
            } catch (CompletionException e) {
                throw new RemoteException("no reply", e);
            }
        }
    }

    private static String text(Remote stub) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(stub);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(address);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            Service service = (Service) in.readObject();
            return new CallingChannel(service::exchange, () -> {
                // RMI closes a connection that has not been used for 15 seconds
            });
        } catch (ClassNotFoundException e) {
            throw new IOException("the stub cannot be used: " + e.getMessage(), e);
        }
    }
}
