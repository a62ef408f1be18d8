package dev.ipcdemo.junit.performance;

import java.math.BigDecimal;

/**
 * How much slower something may be.
 *
 * @param share such as 0.1 for 10 %
 */
public record Tolerance(double share) {

    /**
     * Checks the range.
     *
     * @param share from 0, finite
     */
    public Tolerance {
        if (!(share >= 0) || Double.isInfinite(share)) {
            throw new IllegalArgumentException("a tolerance must be at least 0 and finite, not " + share);
        }
    }

    /** Such as {@code 10 %}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }
}
