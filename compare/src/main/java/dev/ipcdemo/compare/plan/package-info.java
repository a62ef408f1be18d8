/**
 * What is to be measured. Values only: cells, what they share, and how long it may take.
 *
 * <p>A {@link dev.ipcdemo.compare.plan.Cell} is one {@link dev.ipcdemo.compare.plan.Pattern} over one row, with a size, a
 * {@link dev.ipcdemo.compare.plan.Wait} and a placement; a {@link dev.ipcdemo.compare.plan.Schedule} is the cells that can
 * be measured here. Knows nothing of sockets, threads or results.
 */
package dev.ipcdemo.compare.plan;
