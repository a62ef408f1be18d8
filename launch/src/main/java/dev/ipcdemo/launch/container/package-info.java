/**
 * Containers for the scope {@code cross-host}: two hosts with a network stack each, on one machine.
 *
 * <p>An {@link dev.ipcdemo.launch.container.Engine} answers, an {@link dev.ipcdemo.launch.container.Image} is made from what this host
 * has (no registry is asked), and on a {@link dev.ipcdemo.launch.container.PrivateNetwork} run {@link
 * dev.ipcdemo.launch.container.Container}s. Whatever is made carries its owner's process as a label; it is removed when it is
 * closed, when the owner's JVM ends, and, if that was killed, when the next one {@linkplain
 * dev.ipcdemo.launch.container.Engine#open opens} the engine. So no further container (such as Testcontainers' Ryuk) has to watch.
 *
 * <p>The only package that knows Docker; its classes are loaded for that scope only.
 */
package dev.ipcdemo.launch.container;
