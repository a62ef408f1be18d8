package dev.ipcdemo.posix;

import java.util.Locale;

/** The systems whose numbers and structures are known. */
enum Platform {
    LINUX,
    MACOS,
    OTHER;

    static final Platform CURRENT = current();

    private static Platform current() {
        String architecture = System.getProperty("os.arch");
        boolean known = architecture.equals("amd64") || architecture.equals("x86_64") || architecture.equals("aarch64");
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (known && system.startsWith("linux")) {
            return LINUX;
        }
        return known && system.startsWith("mac") ? MACOS : OTHER;
    }

    /** A number that the two systems define differently. */
    static int number(int onLinux, int onMacos) {
        return CURRENT == MACOS ? onMacos : onLinux;
    }
}
