/**
 * What a demo is to the program that runs it. With it a family can show what only its own sockets can do, without depending
 * on the command line.
 *
 * <p>A {@link dev.ipcdemo.demo.spi.Demo} has two sides; each acts on a {@link dev.ipcdemo.demo.spi.Stage}, which shows what
 * it does; a {@link dev.ipcdemo.demo.spi.Scope} says how far apart they are. Demos are named in
 * {@code META-INF/services/dev.ipcdemo.demo.spi.Demo} of their module.
 *
 * <p>Must not know how demos are run or how their calls are shown.
 */
package dev.ipcdemo.demo.spi;
