/**
 * The same exchanges between containers: across their walls, and through the failures that happen there.
 *
 * <p>A {@link dev.ipcdemo.containers.Lab} starts {@link dev.ipcdemo.containers.Host}s, in each of which an {@link
 * dev.ipcdemo.containers.Actor} does what the test says.
 */
package dev.ipcdemo.containers;
