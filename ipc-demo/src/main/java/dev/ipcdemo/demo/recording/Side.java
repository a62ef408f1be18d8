package dev.ipcdemo.demo.recording;

import java.util.Locale;

/** The two sides of a demo, in the order of their columns in a timeline. */
public enum Side {
    /** Opens a socket, and tells the other side where it is. */
    SERVER,
    /** Connects or sends to the server. */
    CLIENT;

    /** The side as a word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
