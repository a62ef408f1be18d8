package dev.ipcdemo.service;

import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.service.server.Service;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds calls that a server makes to its service, its log and its sockets while it holds a lock of its own. Two threads that
 * do so, one on its way in and one on its way out, wait for each other forever.
 */
final class CallsUnderLocks {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<Class<?>> SOCKETS = List.of(Connection.class, Listener.class, PacketSocket.class);

    private final Set<String> found = new ConcurrentSkipListSet<>();
    private volatile CountDownLatch sending = new CountDownLatch(0);

    /** What was called under which lock. */
    Set<String> found() {
        return found;
    }

    /** From now on whatever sends waits, as when nobody reads. */
    void holdSending() {
        sending = new CountDownLatch(1);
    }

    void letSend() {
        sending.countDown();
    }

    Service around(Service service) {
        return proxy(Service.class, service);
    }

    Transport around(Transport transport) {
        return transport instanceof StreamTransport streams
                ? proxy(StreamTransport.class, streams)
                : proxy(PacketTransport.class, (PacketTransport) transport);
    }

    Consumer<String> aroundLog(Consumer<String> log) {
        return line -> {
            check("log");
            log.accept(line);
        };
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    check(type.getSimpleName() + "." + method.getName());
                    if (method.getName().startsWith("send") && !method.getName().endsWith("Bytes")) {
                        sending.await();
                    }
                    try {
                        return aroundSocket(method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private Object aroundSocket(Object result) {
        return SOCKETS.stream()
                .filter(role -> role.isInstance(result))
                .findFirst()
                .<Object>map(role -> proxyOf(role, result))
                .orElse(result);
    }

    private <T> T proxyOf(Class<T> role, Object socket) {
        return proxy(role, role.cast(socket));
    }

    /** Looks for monitors only, which are the locks that the server has. Nothing is known of those of a virtual thread. */
    private void check(String call) {
        long[] thisThread = {Thread.currentThread().getId()};
        Stream.of(THREADS.getThreadInfo(thisThread, true, false))
                .flatMap(Stream::ofNullable)
                .flatMap(info -> Stream.of(info.getLockedMonitors()))
                .filter(CallsUnderLocks::isOfTheServer)
                .map(monitor -> call + " is called by " + monitor.getLockedStackFrame())
                .forEach(found::add);
    }

    private static boolean isOfTheServer(MonitorInfo monitor) {
        return monitor.getLockedStackFrame().getClassName().startsWith(Server.class.getPackageName() + ".");
    }
}
