/**
 * The forms of a report: JSON, CSV, a page, a table for the terminal. Each is a writer of a
 * {@link dev.ipcdemo.compare.result.Report} and knows nothing of how it was measured.
 */
package dev.ipcdemo.compare.report;
