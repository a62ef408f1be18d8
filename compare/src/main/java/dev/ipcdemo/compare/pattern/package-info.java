/**
 * What is exchanged, how each message is made and checked, and when the clock is read.
 *
 * <p>In come message channels; out comes what a side saw while it ran. The loops that are timed allocate nothing and take
 * no lock; content is written before the clock is read and checked after it was read again. Knows nothing of processes,
 * placement or rounds.
 */
package dev.ipcdemo.compare.pattern;
