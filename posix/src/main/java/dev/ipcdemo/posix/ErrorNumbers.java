package dev.ipcdemo.posix;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/** The error numbers of errno(3) that socket calls set, their names, and the system's text for them. */
public final class ErrorNumbers {

    /** EPERM. */
    public static final int EPERM = 1;

    /** ENOENT. */
    public static final int ENOENT = 2;

    /** EINTR. */
    public static final int EINTR = 4;

    /** EIO. */
    public static final int EIO = 5;

    /** EBADF. */
    public static final int EBADF = 9;

    /** EAGAIN. */
    public static final int EAGAIN = Platform.number(11, 35);

    /** ENOMEM. */
    public static final int ENOMEM = 12;

    /** EACCES. */
    public static final int EACCES = 13;

    /** EFAULT. */
    public static final int EFAULT = 14;

    /** EBUSY. */
    public static final int EBUSY = 16;

    /** EEXIST. */
    public static final int EEXIST = 17;

    /** ENODEV. */
    public static final int ENODEV = 19;

    /** ENOTDIR. */
    public static final int ENOTDIR = 20;

    /** EISDIR. */
    public static final int EISDIR = 21;

    /** EINVAL. */
    public static final int EINVAL = 22;

    /** ENFILE. */
    public static final int ENFILE = 23;

    /** EMFILE. */
    public static final int EMFILE = 24;

    /** ENOSPC. */
    public static final int ENOSPC = 28;

    /** EROFS. */
    public static final int EROFS = 30;

    /** EPIPE. */
    public static final int EPIPE = 32;

    /** ENAMETOOLONG. */
    public static final int ENAMETOOLONG = Platform.number(36, 63);

    /** ENOSYS. */
    public static final int ENOSYS = Platform.number(38, 78);

    /** ELOOP. */
    public static final int ELOOP = Platform.number(40, 62);

    /** ENOTSOCK. */
    public static final int ENOTSOCK = Platform.number(88, 38);

    /** EDESTADDRREQ. */
    public static final int EDESTADDRREQ = Platform.number(89, 39);

    /** EMSGSIZE. */
    public static final int EMSGSIZE = Platform.number(90, 40);

    /** EPROTOTYPE. */
    public static final int EPROTOTYPE = Platform.number(91, 41);

    /** ENOPROTOOPT. */
    public static final int ENOPROTOOPT = Platform.number(92, 42);

    /** EPROTONOSUPPORT. */
    public static final int EPROTONOSUPPORT = Platform.number(93, 43);

    /** ESOCKTNOSUPPORT. */
    public static final int ESOCKTNOSUPPORT = Platform.number(94, 44);

    /** EOPNOTSUPP. */
    public static final int EOPNOTSUPP = Platform.number(95, 102);

    /** EPFNOSUPPORT. */
    public static final int EPFNOSUPPORT = Platform.number(96, 46);

    /** EAFNOSUPPORT. */
    public static final int EAFNOSUPPORT = Platform.number(97, 47);

    /** EADDRINUSE. */
    public static final int EADDRINUSE = Platform.number(98, 48);

    /** EADDRNOTAVAIL. */
    public static final int EADDRNOTAVAIL = Platform.number(99, 49);

    /** ENETDOWN. */
    public static final int ENETDOWN = Platform.number(100, 50);

    /** ENETUNREACH. */
    public static final int ENETUNREACH = Platform.number(101, 51);

    /** ENETRESET. */
    public static final int ENETRESET = Platform.number(102, 52);

    /** ECONNABORTED. */
    public static final int ECONNABORTED = Platform.number(103, 53);

    /** ECONNRESET. */
    public static final int ECONNRESET = Platform.number(104, 54);

    /** ENOBUFS. */
    public static final int ENOBUFS = Platform.number(105, 55);

    /** EISCONN. */
    public static final int EISCONN = Platform.number(106, 56);

    /** ENOTCONN. */
    public static final int ENOTCONN = Platform.number(107, 57);

    /** ESHUTDOWN. */
    public static final int ESHUTDOWN = Platform.number(108, 58);

    /** ETOOMANYREFS. */
    public static final int ETOOMANYREFS = Platform.number(109, 59);

    /** ETIMEDOUT. */
    public static final int ETIMEDOUT = Platform.number(110, 60);

    /** ECONNREFUSED. */
    public static final int ECONNREFUSED = Platform.number(111, 61);

    /** EHOSTDOWN. */
    public static final int EHOSTDOWN = Platform.number(112, 64);

    /** EHOSTUNREACH. */
    public static final int EHOSTUNREACH = Platform.number(113, 65);

    /** EALREADY. */
    public static final int EALREADY = Platform.number(114, 37);

    /** EINPROGRESS. */
    public static final int EINPROGRESS = Platform.number(115, 36);

    /** EDQUOT. */
    public static final int EDQUOT = Platform.number(122, 69);

    private ErrorNumbers() {}

    /** Read when the first failure is told. */
    private static final class Names {

        static final Map<Integer, String> BY_NUMBER = read();

        private static Map<Integer, String> read() {
            Map<Integer, String> names = new HashMap<>();
            for (Field field : ErrorNumbers.class.getFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    try {
                        names.put(field.getInt(null), field.getName());
                    } catch (IllegalAccessException e) {
                        throw new AssertionError("the field is public", e);
                    }
                }
            }
            return Map.copyOf(names);
        }
    }

    /**
     * The name of an error.
     *
     * @param errno its number
     * @return such as {@code EADDRINUSE}; {@code errno 1234} if it is not one of those above
     */
    public static String name(int errno) {
        return Names.BY_NUMBER.getOrDefault(errno, "errno " + errno);
    }

    /**
     * What the system says about an error: strerror(3).
     *
     * @param errno its number
     * @return such as {@code Address already in use}, in the language of the C locale of this process
     */
    public static String text(int errno) {
        return Kernel.strerror(errno);
    }
}
