/**
 * What a demo is to the program that runs it. A family shows here what only its own sockets can do, without knowing the
 * command line.
 *
 * <p>A {@link dev.ipcdemo.demo.spi.Demo} is two sides; each acts on a {@link dev.ipcdemo.demo.spi.Stage}, which shows what
 * it does; a {@link dev.ipcdemo.demo.spi.Scope} says how far apart they are. Demos are named in
 * {@code META-INF/services/dev.ipcdemo.demo.spi.Demo} of their module.
 */
package dev.ipcdemo.demo.spi;
