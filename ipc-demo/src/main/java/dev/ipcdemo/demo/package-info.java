/**
 * The demos that every family shares, with the text that {@code --explain} prints in a resource beside each; demos of what
 * only one family can do are in that family's module. In: a {@link dev.ipcdemo.demo.spi.Stage}. Out: calls, claims and
 * conclusions on it.
 *
 * <p>Must not know which families there are, how calls are recorded, or how the two sides were started.
 */
package dev.ipcdemo.demo;
