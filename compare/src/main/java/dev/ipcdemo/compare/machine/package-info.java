/**
 * What the machine is, and what disturbs a measurement on it, as the kernel tells it in {@code /proc} and {@code /sys}. All
 * of it is read below a root, which tests replace by a directory of their own. What a system does not tell is absent.
 * What disturbs besides are the compilers of the measuring JVMs, which have to be at rest.
 */
package dev.ipcdemo.compare.machine;
