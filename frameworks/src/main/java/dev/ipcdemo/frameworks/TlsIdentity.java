package dev.ipcdemo.frameworks;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server's certificate, made for the run by Netty's module for tests of TLS because the JDK can make none: self-signed,
 * with a key on the curve P-256, as is usual.
 *
 * @param certificate for a client to trust, in Base64
 * @param bundle the certificate and its key
 * @param context what the JDK's engines of the server are made of
 */
record TlsIdentity(String certificate, X509Bundle bundle, SSLContext context) {

    /** A host and port under which a client remembers its session. There is one server to a context. */
    static final String HOST = "ipc-demo";

    static final int PORT = 1;

    /** What BoringSSL takes where the CPU has AES; the JDK would take longer keys, which cost more. */
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256"};

    /** By the certificate that they trust, because a context keeps the sessions of its clients. */
    private static final Map<String, SSLContext> CLIENTS = new ConcurrentHashMap<>();

    private static final class ThisJvm {
        private static final TlsIdentity IDENTITY = make();
    }

    /** The one that all servers of this JVM share. */
    static TlsIdentity ofThisJvm() {
        return ThisJvm.IDENTITY;
    }

    private static TlsIdentity make() {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .subject("CN=" + HOST)
                    .ecp256()
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            return new TlsIdentity(
                    Base64.getEncoder().encodeToString(bundle.getCertificate().getEncoded()),
                    bundle,
                    context(bundle.toKeyManagerFactory().getKeyManagers(), new TrustManager[0]));
        } catch (Exception e) { // as buildSelfSigned declares
            throw new IllegalStateException("a certificate could not be made", e);
        }
    }

    SSLEngine serverEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledCipherSuites(CIPHERS);
        return engine;
    }

    static SSLEngine clientEngine(String certificate, boolean resumes) throws IOException {
        SSLContext context = CLIENTS.get(certificate);
        if (context == null) {
            context = trusting(certificate);
            CLIENTS.put(certificate, context);
        }
        SSLEngine engine = resumes ? context.createSSLEngine(HOST, PORT) : context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledCipherSuites(CIPHERS);
        return engine;
    }

    private static SSLContext trusting(String certificate) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("server", parse(certificate));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return context(new KeyManager[0], trust.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw new IOException("the server's certificate cannot be used", e);
        }
    }

    static X509Certificate parse(String certificate) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(certificate)));
        } catch (GeneralSecurityException e) {
            throw new IOException("the server's certificate cannot be used", e);
        }
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, trust, null);
        return context;
    }
}
