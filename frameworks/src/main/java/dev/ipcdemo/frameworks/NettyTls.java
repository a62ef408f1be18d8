package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * TLS 1.3 by OpenSSL, through Netty. Its makers recommend OpenSSL over the JDK's engine for speed, and BoringSSL, a fork of
 * OpenSSL, linked statically into the library, because nothing has to be installed then
 * (https://netty.io/wiki/forked-tomcat-native.html). Cipher suites and the size of records are their defaults; tasks of the
 * handshake run in the event loop, as they do if {@link SslHandler} is given no executor. Everything else is as in
 * {@link Netty}.
 */
abstract class NettyTls extends Netty {

    private final String name;
    private final boolean resumes;

    private NettyTls(String name, boolean resumes, String transport, String scheme, Supplier<Parts> parts) {
        super(
                transport,
                scheme,
                () -> Optional.ofNullable(Epoll.unavailabilityCause()).or(BoringSsl::missing),
                parts);
        this.name = name;
        this.resumes = resumes;
    }

    /** Over TCP. */
    public static final class OverTcp extends NettyTls {
        /** Made by ServiceLoader. */
        public OverTcp() {
            super("tls:openssl", false, "epoll", "tcp", Parts.EPOLL);
        }
    }

    /** Over AF_UNIX. */
    public static final class OverUnix extends NettyTls {
        /** Made by ServiceLoader. */
        public OverUnix() {
            super("tls:openssl-unix", false, "epoll-unix", "unix", Parts.EPOLL_UNIX);
        }
    }

    /** Over TCP, with resumed sessions. */
    public static final class ResumedOverTcp extends NettyTls {
        /** Made by ServiceLoader. */
        public ResumedOverTcp() {
            super("tls-resumed:openssl", true, "epoll", "tcp", Parts.EPOLL);
        }
    }

    /** Over AF_UNIX, with resumed sessions. */
    public static final class ResumedOverUnix extends NettyTls {
        /** Made by ServiceLoader. */
        public ResumedOverUnix() {
            super("tls-resumed:openssl-unix", true, "epoll-unix", "unix", Parts.EPOLL_UNIX);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "TLS 1.3 by BoringSSL, " + (resumes ? "resumed" : "full")
                + " handshake; a record for each message of up to 16 KiB, encrypted into a pooled buffer; "
                + super.description();
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return resumes && cell.pattern() != Pattern.CONNECT
                ? Optional.of("only connecting differs from " + name.replace("-resumed", ""))
                : super.refusal(cell);
    }

    @Override
    void addServerCodec(ChannelPipeline pipeline, Cell cell) {
        pipeline.addLast(BoringSsl.server());
    }

    /** The address is where it listens and the certificate, which the client is to trust. */
    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        Acceptor acceptor = super.open(cell, settings);
        return Acceptor.of(
                acceptor.address() + " " + TlsIdentity.ofThisJvm().certificate(), acceptor::accept, acceptor);
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        String[] parts = address.split(" ");
        return connect(parts[0], cell, settings, BoringSsl.client(parts[1], resumes));
    }

    /** Connects, and shakes hands. */
    NettyChannel connect(String address, Cell cell, Settings settings, SslHandler tls) throws IOException {
        return connect(address, cell, settings, (pipeline, any) -> pipeline.addLast(tls))
                .after(tls.handshakeFuture());
    }
}
