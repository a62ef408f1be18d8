/**
 * The interface between a demo and the program that runs it. A family uses it to show what only its own sockets can do,
 * without depending on the command line.
 *
 * <p>A {@link dev.ipcdemo.demo.spi.Demo} has two sides; each makes its calls through a {@link
 * dev.ipcdemo.demo.spi.Stage}, which shows them; a {@link dev.ipcdemo.demo.spi.Scope} says how far apart the sides are.
 * Demos are named in {@code META-INF/services/dev.ipcdemo.demo.spi.Demo} of their module.
 */
package dev.ipcdemo.demo.spi;
