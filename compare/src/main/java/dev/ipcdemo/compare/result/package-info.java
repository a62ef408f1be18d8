/**
 * What was measured. Values only: what one side saw in one round, and the report that is made of all of them.
 *
 * <p>Units are in the names; times are nanoseconds, sizes are bytes. Knows nothing of how a value was obtained or how it
 * is shown.
 */
package dev.ipcdemo.compare.result;
