/**
 * A row of a report, in parts.
 *
 * <p>A {@link dev.ipcdemo.compare.result.row.Row} has a part for each kind of figure, and a reader takes the part that
 * it needs: {@link dev.ipcdemo.compare.result.row.Subject} says what was measured, {@link
 * dev.ipcdemo.compare.result.row.Setup} how, {@link dev.ipcdemo.compare.result.row.Latency} and {@link
 * dev.ipcdemo.compare.result.row.Rates} how fast it was, {@link dev.ipcdemo.compare.result.row.Costs} what it used up, and
 * {@link dev.ipcdemo.compare.result.row.Intervals} how sure that is. The JSON of a row is flat: the fields of all parts
 * stand side by side.
 *
 * <p>To add a figure, add a component to the part that it belongs to, a field to the JSON Schema, and a column to the
 * columns of that part in {@code CsvFile}. The constructor of a row stays as it is.
 *
 * <p>Units are in the names; times are nanoseconds, sizes are bytes.
 */
package dev.ipcdemo.compare.result.row;
