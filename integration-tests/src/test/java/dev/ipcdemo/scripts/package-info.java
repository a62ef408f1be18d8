/** The scripts in {@code bin} that are for those who build and test this project. */
package dev.ipcdemo.scripts;
