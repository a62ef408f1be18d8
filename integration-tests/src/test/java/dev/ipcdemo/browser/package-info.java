/** The page of a comparison, in a real browser. */
package dev.ipcdemo.browser;
