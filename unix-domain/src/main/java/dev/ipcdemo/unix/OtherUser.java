package dev.ipcdemo.unix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import dev.ipcdemo.demo.spi.Stage;

/** Makes one call as another user, which only root may, so that a demo can show what that user may not do. */
final class OtherUser {

    /** The user nobody on Linux, who by convention owns nothing. */
    static final int UID = 65534;

    private static final int NO_USER = -1;

    private OtherUser() {}

    /** Whether this process is root, and may become another user and root again; not if JNA cannot be loaded. */
    static boolean isPossible() {
        try {
            return Platform.isLinux() && isRoot() && Linux.canBeNobody();
        } catch (LinkageError noJna) {
            return false;
        }
    }

    /** Whether this process is root, for whom file modes do not matter. */
    static boolean isRoot() {
        try {
            return Posix.geteuid() == 0;
        } catch (LinkageError noJna) {
            return System.getProperty("user.name").equals("root");
        }
    }

    /**
     * Makes a call with the file permissions of the other user: setfsuid(2), which affects only the calling thread, and
     * meanwhile removes root's privileges for files.
     */
    static <X extends Exception> void withRights(Stage stage, Stage.Action<X> call) throws X {
        int own = Posix.geteuid();
        stage.act("setfsuid(" + UID + ")", () -> Linux.become(UID));
        try {
            call.run();
        } finally {
            stage.act("setfsuid(" + own + ")", () -> Linux.become(own));
        }
    }

    /** Makes a call as the other user: seteuid(2), which affects the whole process. */
    static <X extends Exception> void as(Stage stage, Stage.Action<X> call) throws X {
        int own = Posix.geteuid();
        stage.act("seteuid(" + UID + ")", () -> Posix.seteuid(UID));
        try {
            call.run();
        } finally {
            stage.act("seteuid(" + own + ")", () -> Posix.seteuid(own));
        }
    }

    private static final class Posix {
        static {
            Native.register(Posix.class, "c");
        }

        static native int geteuid();

        static native int seteuid(int user) throws LastErrorException;
    }

    private static final class Linux {
        static {
            Native.register(Linux.class, "c");
        }

        /** Returns the previous user; only the next call shows whether it succeeded. */
        static native int setfsuid(int user);

        static boolean canBeNobody() {
            int own = setfsuid(UID);
            return setfsuid(own) == UID;
        }

        static void become(int user) {
            setfsuid(user);
            if (setfsuid(NO_USER) != user) {
                throw new IllegalStateException("setfsuid(" + user + ") failed");
            }
        }
    }
}
