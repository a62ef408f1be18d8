package dev.ipcdemo.compare.statistics;

import dev.ipcdemo.compare.result.row.RowTraits;

/** What rows are, told by someone who knows what carries their messages. */
public interface RowCatalog {

    /**
     * What a row is, for people.
     *
     * @param row its name
     * @return such as {@code SOCK_STREAM by JDK}
     */
    String description(String row);

    /**
     * What a row is, for what is concluded from its figures.
     *
     * @param row its name
     * @return its traits
     */
    RowTraits traits(String row);
}
