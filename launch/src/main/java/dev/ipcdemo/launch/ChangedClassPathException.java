package dev.ipcdemo.launch;

import java.io.IOException;

/** The program was built anew while it ran, so that another JVM would run other code than this one. */
public final class ChangedClassPathException extends IOException {

    private static final long serialVersionUID = 1L;

    ChangedClassPathException() {
        super("the program was rebuilt or replaced while it ran: start it again");
    }
}
