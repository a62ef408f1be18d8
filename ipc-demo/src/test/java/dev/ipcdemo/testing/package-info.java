/** What tests of more than one package use: another JVM, and a client for any transport. */
package dev.ipcdemo.testing;
