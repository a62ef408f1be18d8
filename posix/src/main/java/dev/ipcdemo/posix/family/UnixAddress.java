package dev.ipcdemo.posix.family;

import dev.ipcdemo.posix.Layouts;
import java.net.SocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name in the domain AF_UNIX: a path, or behind a NUL an abstract name. Equal if the bytes are. */
public final class UnixAddress extends SocketAddress {

    private static final long serialVersionUID = 1L;

    /** The size of {@code sun_path}, all of which a path may take: bind(2) of Linux adds the NUL itself. */
    private static final long ROOM = Layouts.SOCKADDR_UN.byteSize() - Layouts.offset(Layouts.SOCKADDR_UN, "sun_path");

    /** A path without a NUL at its end, or an abstract name with the NUL before it; not empty. */
    private final byte[] name;

    private UnixAddress(byte[] name) {
        this.name = name;
    }

    /** The address of a name as the kernel has it. */
    static UnixAddress of(byte[] name) {
        return new UnixAddress(name);
    }

    static UnixAddress ofPath(String path) {
        return new UnixAddress(path.getBytes(Charset.defaultCharset()));
    }

    static UnixAddress ofAbstractName(String name) {
        return new UnixAddress(("\0" + name).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The name.
     *
     * @return a path without a NUL at its end, or an abstract name with the NUL before it
     */
    public byte[] name() {
        return name.clone();
    }

    boolean isAbstract() {
        return name[0] == 0;
    }

    /** The path, or the abstract name without its NUL. */
    String text() {
        return isAbstract()
                ? new String(name, 1, name.length - 1, StandardCharsets.UTF_8)
                : new String(name, Charset.defaultCharset());
    }

    /** The name as the kernel reads it: a path ends with a NUL, unless there is no room for one. */
    byte[] forKernel() {
        return isAbstract() || name.length == ROOM ? name.clone() : Arrays.copyOf(name, name.length + 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnixAddress address && Arrays.equals(address.name, name);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(name);
    }

    @Override
    public String toString() {
        return isAbstract() ? "@" + text() : text();
    }
}
