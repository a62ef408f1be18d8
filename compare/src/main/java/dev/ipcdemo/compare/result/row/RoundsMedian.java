package dev.ipcdemo.compare.result.row;

/**
 * A figure of each round, and where its median lies over all rounds that might be measured: an interval of about 95 %.
 *
 * @param median the median of the rounds that were
 * @param low the lower end
 * @param high the upper end
 */
public record RoundsMedian(double median, double low, double high) {}
