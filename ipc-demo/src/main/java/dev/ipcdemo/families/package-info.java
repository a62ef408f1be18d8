/**
 * The domains and types of sockets that a reader of socket(2) meets: what the kernel of this host says to each, and which
 * transport here uses it. Prints nothing.
 */
package dev.ipcdemo.families;
