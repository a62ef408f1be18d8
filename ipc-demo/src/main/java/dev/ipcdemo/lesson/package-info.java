/**
 * The lesson and the demos as pages for a browser. In: Markdown documents and runs of demos. Out: HTML that needs neither a
 * network nor a script.
 *
 * <p>Must not know how demos are run, or which command asked for a page.
 */
package dev.ipcdemo.lesson;
