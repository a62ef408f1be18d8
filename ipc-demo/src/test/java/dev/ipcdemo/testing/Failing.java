package dev.ipcdemo.testing;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sockets of which some calls fail. */
public final class Failing {

    private static final List<Class<?>> SOCKETS = List.of(Connection.class, Listener.class, PacketSocket.class);

    private Failing() {}

    /** A transport whose sockets fail to send what has a text in it. */
    public static Transport sends(Transport transport, String text, Supplier<? extends Throwable> failure) {
        Class<?> type = transport instanceof StreamTransport ? StreamTransport.class : PacketTransport.class;
        return (Transport) proxy(type, transport, text, failure);
    }

    private static Object proxy(Class<?> type, Object target, String text, Supplier<? extends Throwable> failure) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().startsWith("send")
                    && Stream.of(arguments == null ? new Object[0] : arguments)
                            .anyMatch(argument -> argument instanceof ByteBuffer bytes && has(bytes, text))) {
                throw failure.get();
            }
            try {
                Object result = method.invoke(target, arguments);
                return SOCKETS.stream()
                        .filter(role -> role.isInstance(result))
                        .findFirst()
                        .map(role -> proxy(role, result, text, failure))
                        .orElse(result);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static boolean has(ByteBuffer bytes, String text) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().contains(text);
    }
}
