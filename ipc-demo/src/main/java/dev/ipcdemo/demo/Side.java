package dev.ipcdemo.demo;

/** The two sides of a demo, in the order of their columns. */
public enum Side {
    /** The one that is there first. */
    SERVER,
    /** The one that comes to it. */
    CLIENT
}
