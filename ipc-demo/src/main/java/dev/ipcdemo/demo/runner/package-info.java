/**
 * Runs demos. In: a {@link dev.ipcdemo.demo.spi.Demo}, a transport, and a site where its two sides run. Out: the events of
 * both sides as they happen, and why the run failed, if it did.
 *
 * <p>Must not know any demo, which {@link java.util.ServiceLoader} finds, nor how events are printed.
 */
package dev.ipcdemo.demo.runner;
