package dev.ipcdemo.demo;

import java.util.Locale;

/** The two sides of a demo, in the order of their columns. */
public enum Side {
    /** The one that is there first. */
    SERVER,
    /** The one that comes to it. */
    CLIENT;

    /** The side as a word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
