package dev.ipcdemo.frameworks;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Engines of BoringSSL, which Netty's makers build their OpenSSL binding with (https://netty.io/wiki/forked-tomcat-native.html). */
final class BoringSsl {

    private static final String TLS = "TLSv1.3";

    /** By the certificate that they trust. */
    private static final Map<String, SslContext> CLIENTS = new ConcurrentHashMap<>();

    private BoringSsl() {}

    private static final class Server {
        private static final SslContext CONTEXT = make();

        private static SslContext make() {
            try {
                return SslContextBuilder.forServer(TlsIdentity.ofThisJvm().keys())
                        .sslProvider(SslProvider.OPENSSL)
                        .protocols(TLS)
                        .build();
            } catch (SSLException e) {
                throw new IllegalStateException("OpenSSL refuses the certificate", e);
            }
        }
    }

    /** Why this host does not have it. */
    static Optional<String> missing() {
        return OpenSsl.isAvailable() ? Optional.empty() : Optional.of(Netty.reason(OpenSsl.unavailabilityCause()));
    }

    static SSLEngine serverEngine() {
        return Server.CONTEXT.newEngine(ByteBufAllocator.DEFAULT);
    }

    static SSLEngine clientEngine(String certificate) throws IOException {
        SslContext context = CLIENTS.get(certificate);
        if (context == null) {
            context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL)
                    .protocols(TLS)
                    .trustManager(TlsIdentity.parse(certificate))
                    .endpointIdentificationAlgorithm(null) // there is no host name; the certificate itself is trusted
                    .build();
            CLIENTS.put(certificate, context);
        }
        return context.newEngine(ByteBufAllocator.DEFAULT);
    }
}
