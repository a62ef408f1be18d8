package dev.ipcdemo.families;

/** What socket(2) may fail with, numbered as in {@code errno.h} of Linux, and of macOS and the BSDs. */
enum Errno {
    EPERM(1, 1, "only a privileged process may do this"),
    ENOMEM(12, 12, "the kernel is out of memory"),
    EACCES(13, 13, "this process is not allowed to create such a socket"),
    ENODEV(19, 19, "no device on this host supports it"),
    EINVAL(22, 22, "the kernel does not know this kind of socket"),
    ENFILE(23, 23, "the system has no descriptors left"),
    EMFILE(24, 24, "this process has no descriptors left"),
    EPROTOTYPE(91, 41, "the protocol does not match the type"),
    EPROTONOSUPPORT(93, 43, "the domain has no such type or protocol on this host"),
    ESOCKTNOSUPPORT(94, 44, "the domain has no such type on this host"),
    EAFNOSUPPORT(97, 47, "the kernel does not support the domain: not built in, and no module loaded"),
    ENOBUFS(105, 55, "the kernel is out of memory");

    private final int onLinux;
    private final int onBsd;
    private final String meaning;

    Errno(int onLinux, int onBsd, String meaning) {
        this.onLinux = onLinux;
        this.onBsd = onBsd;
        this.meaning = meaning;
    }

    static KernelAnswer answer(int number, boolean isLinux) {
        for (Errno errno : values()) {
            if (number == (isLinux ? errno.onLinux : errno.onBsd)) {
                return new KernelAnswer(false, errno.name(), errno.meaning);
            }
        }
        return new KernelAnswer(false, "errno " + number, "see errno(3)");
    }
}
