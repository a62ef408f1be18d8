package dev.ipcdemo.frameworks;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/** Netty's handlers of TLS by BoringSSL. There is one context for all connections of a server, and of its clients. */
final class BoringSsl {

    private static final String TLS = "TLSv1.3";

    /** By the certificate that they trust, because a context keeps the sessions of its clients. */
    private static final Map<String, SslContext> CLIENTS = new ConcurrentHashMap<>();

    private BoringSsl() {}

    private static final class ServerContext {

        private static final SslContext CONTEXT = make();

        private static SslContext make() {
            X509Bundle bundle = TlsIdentity.ofThisJvm().bundle();
            try {
                SslContext context = SslContextBuilder.forServer(
                                bundle.getKeyPair().getPrivate(), bundle.getCertificate())
                        .sslProvider(SslProvider.OPENSSL)
                        .protocols(TLS)
                        .build();
                // without a key of its own a server sends no tickets, and nothing can be resumed in TLS 1.3
                ((OpenSslSessionContext) context.sessionContext()).setTicketKeys(ticketKey());
                return context;
            } catch (SSLException e) {
                throw new IllegalStateException("BoringSSL refuses the certificate", e);
            }
        }

        private static OpenSslSessionTicketKey ticketKey() {
            return new OpenSslSessionTicketKey(
                    random(OpenSslSessionTicketKey.NAME_SIZE),
                    random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                    random(OpenSslSessionTicketKey.AES_KEY_SIZE));
        }

        private static byte[] random(int bytes) {
            byte[] random = new byte[bytes];
            new SecureRandom().nextBytes(random);
            return random;
        }
    }

    /** Why this host does not have it. */
    static Optional<Throwable> missing() {
        return Optional.ofNullable(OpenSsl.unavailabilityCause());
    }

    static SslHandler server() {
        return ServerContext.CONTEXT.newHandler(ByteBufAllocator.DEFAULT);
    }

    /** @param resumes whether to go on with the session of the last connection */
    static SslHandler client(String certificate, boolean resumes) throws IOException {
        SslContext context = CLIENTS.get(certificate);
        if (context == null) {
            context = trusting(certificate);
            CLIENTS.put(certificate, context);
        }
        return resumes
                ? context.newHandler(ByteBufAllocator.DEFAULT, TlsIdentity.HOST, TlsIdentity.PORT)
                : context.newHandler(ByteBufAllocator.DEFAULT);
    }

    private static SslContext trusting(String certificate) throws IOException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols(TLS)
                .trustManager(TlsIdentity.parse(certificate))
                .endpointIdentificationAlgorithm(null) // there is no host name; the certificate itself is trusted
                .build();
    }
}
