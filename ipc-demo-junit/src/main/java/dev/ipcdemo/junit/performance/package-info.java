/**
 * Assertions about speed that do not flake: two pieces of code are measured in interleaved rounds, and judged by the
 * statistics of {@code ipc-demo compare --ab}. A difference that is not certain fails nothing unless that is asked for.
 */
package dev.ipcdemo.junit.performance;
