/**
 * Samples in, intervals and verdicts out. Knows nothing of sockets, processes or how a report is shown.
 */
package dev.ipcdemo.compare.statistics;
