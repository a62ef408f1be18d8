package dev.ipcdemo.service;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A code that was sent to an address, and that a person can type. Whoever says it back receives what is sent there, and has
 * not only written that address into a datagram. Nothing is kept for an address.
 */
final class AddressCode {

    static final int LENGTH = 6;

    /** Without what is easily mistaken: l and 1, o and 0. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    /** A code is good for at least this long, and at most twice as long. */
    private static final long PERIOD_NS = Duration.ofMinutes(2).toNanos();

    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec secret;

    AddressCode() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        secret = new SecretKeySpec(random, MAC);
    }

    String of(String address) {
        return code(address, period());
    }

    boolean isRight(String address, String said) {
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        return isEqual(bytes, code(address, period())) || isEqual(bytes, code(address, period() - 1));
    }

    private static long period() {
        return Math.floorDiv(System.nanoTime(), PERIOD_NS);
    }

    private static boolean isEqual(byte[] said, String code) {
        return MessageDigest.isEqual(said, code.getBytes(StandardCharsets.UTF_8));
    }

    private String code(String address, long period) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            byte[] sum = mac.doFinal((period + " " + address).getBytes(StandardCharsets.UTF_8));
            StringBuilder code = new StringBuilder(LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                code.append(ALPHABET.charAt(sum[i] & (ALPHABET.length() - 1)));
            }
            return code.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }
}
