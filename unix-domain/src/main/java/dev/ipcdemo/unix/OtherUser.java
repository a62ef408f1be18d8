package dev.ipcdemo.unix;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import dev.ipcdemo.demo.spi.Stage;

/** Doing one call as another user, which only root may: how a demo shows what that user may not do. */
final class OtherUser {

    /** Nobody, on Linux and by convention: a user who owns nothing. */
    static final int UID = 65534;

    private static final int NO_USER = -1;

    private OtherUser() {}

    /** Whether this process is root, and may become another user and come back. */
    static boolean isPossible() {
        return Platform.isLinux() && isRoot() && Linux.canBeNobody();
    }

    /** Whether this process is root, to whom the mode of a file means nothing. */
    static boolean isRoot() {
        return Posix.geteuid() == 0;
    }

    /**
     * Does a call with the other user's rights to files: setfsuid(2), which is about the calling thread alone, and takes
     * root's privileges over files away meanwhile.
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

    /** Does a call as the other user: seteuid(2), which is about the whole process. */
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

        /** Returns who it was before; whether it was done, only the next call tells. */
        static native int setfsuid(int user);

        static boolean canBeNobody() {
            int own = setfsuid(UID);
            return setfsuid(own) == UID;
        }

        static void become(int user) {
            setfsuid(user);
            if (setfsuid(NO_USER) != user) {
                throw new IllegalStateException("setfsuid(" + user + ") was not done");
            }
        }
    }
}
