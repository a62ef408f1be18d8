/**
 * Rows of the comparison for what one would use instead of a socket, found by {@link java.util.ServiceLoader}.
 *
 * <p>A row's name is the framework and what it runs on. Its class says which settings the framework's makers recommend,
 * and where they say so; its description says what the framework copies, batches or polls. The patterns check content,
 * order and loss as for all rows.
 */
package dev.ipcdemo.frameworks;
