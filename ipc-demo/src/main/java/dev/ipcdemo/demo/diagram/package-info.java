/**
 * A run of a demo as a picture. In: the events of its timeline. Out: a {@link dev.ipcdemo.demo.diagram.Diagram}, a value
 * that says which call stands where and what the kernel held after it, and from that an SVG image.
 *
 * <p>Must not know demos, or how they are run.
 */
package dev.ipcdemo.demo.diagram;
