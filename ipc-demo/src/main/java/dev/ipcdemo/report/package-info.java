/**
 * What the samples of a comparison mean: figures, intervals, a verdict in words; as a table, JSON or CSV.
 *
 * <p>{@link dev.ipcdemo.report.Analysis} makes a {@link dev.ipcdemo.report.Document} of samples; all else reads the
 * document, so that the table, the files and the verdict cannot differ. The document is what {@code --json} writes, under
 * the schema that {@code compare --schema} prints; a change that a reader could notice gives it another version.
 */
package dev.ipcdemo.report;
