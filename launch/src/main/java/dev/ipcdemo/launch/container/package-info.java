/**
 * Containers for the scope {@code cross-host}: hosts with a network stack each, on one machine.
 *
 * <p>An {@link dev.ipcdemo.launch.container.Image} is built from files of this host, without a registry, in an {@link
 * dev.ipcdemo.launch.container.Engine}, and {@link dev.ipcdemo.launch.container.Container}s run on a {@link
 * dev.ipcdemo.launch.container.PrivateNetwork}. Everything that is made has its owner's process as a label. It is removed when
 * it is closed, or when the owner's JVM ends; if that was killed, the next process that {@linkplain
 * dev.ipcdemo.launch.container.Engine#open opens} the engine, and can be certain that the owner has ended, removes it. So no
 * other container (such as Testcontainers' Ryuk) has to watch.
 *
 * <p>Only this package knows Docker. Its classes are loaded for that scope only.
 */
package dev.ipcdemo.launch.container;
