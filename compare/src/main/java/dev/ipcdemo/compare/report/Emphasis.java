package dev.ipcdemo.compare.report;

/** How parts of a text stand out where it is shown. The characters that are seen stay the same. */
public interface Emphasis {

    /** Nothing stands out, as in a file. */
    Emphasis NONE = new Emphasis() {
        @Override
        public String bold(String text) {
            return text;
        }

        @Override
        public String faint(String text) {
            return text;
        }

        @Override
        public String good(String text) {
            return text;
        }

        @Override
        public String bad(String text) {
            return text;
        }
    };

    /**
     * Makes a text stand out.
     *
     * @param text any text
     * @return the text, with what a terminal needs to show it so
     */
    String bold(String text);

    /**
     * Makes a text recede.
     *
     * @param text any text
     * @return the text, with what a terminal needs to show it so
     */
    String faint(String text);

    /**
     * Marks what to choose.
     *
     * @param text any text
     * @return the text, with what a terminal needs to show it so
     */
    String good(String text);

    /**
     * Marks a failure, or what makes doubtful.
     *
     * @param text any text
     * @return the text, with what a terminal needs to show it so
     */
    String bad(String text);

    /**
     * Shows a figure of a heat map.
     *
     * @param text the figure, with spaces around it that belong to its cell
     * @param heat from 0, better than usual, and 1, as usual, to {@value #HOTTEST}
     * @return the text, with what a terminal needs to show it so
     */
    default String heat(String text, int heat) {
        return text;
    }

    /** The worst figures of a heat map. */
    int HOTTEST = 4;
}
