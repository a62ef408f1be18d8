/** The forms of a {@link dev.ipcdemo.compare.matrix.MatrixReport}: JSON, a page, a summary for the terminal, Markdown. */
package dev.ipcdemo.compare.report.matrix;
