package dev.ipcdemo.compare.report.matrix;

import dev.ipcdemo.compare.matrix.Matrix.Figure;

/**
 * How much worse than usual a figure of a heat map is. A latency, or the time for a message, is compared with the median of
 * its matrix; loss is taken as it is.
 */
enum Heat {
    BETTER(0, 0, '-'),
    USUAL(0.8, 0, '.'),
    RAISED(1.25, Double.MIN_NORMAL, '+'),
    HIGH(1.6, 0.01, '*'),
    HIGHEST(2.5, 0.1, '#');

    private final double leastRatio;
    private final double leastLoss;
    private final char mark;

    Heat(double leastRatio, double leastLoss, char mark) {
        this.leastRatio = leastRatio;
        this.leastLoss = leastLoss;
        this.mark = mark;
    }

    /** Where there is no room for a figure. */
    char mark() {
        return mark;
    }

    /** What a mark means. */
    static String key(Figure figure) {
        return figure == Figure.LOSS
                ? ". none, + some, * 1 % and more, # 10 % and more"
                : "- below 0.8 of the median, . usual, + from ×1.25, * from ×1.6, # from ×2.5";
    }

    static Heat ofRatio(double ratio) {
        Heat heat = BETTER;
        for (Heat each : values()) {
            heat = ratio >= each.leastRatio ? each : heat;
        }
        return heat;
    }

    static Heat ofLoss(double share) {
        Heat heat = USUAL;
        for (Heat each : values()) {
            heat = share >= each.leastLoss && share > 0 ? each : heat;
        }
        return heat;
    }
}
