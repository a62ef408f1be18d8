/** The documents: code that they show is code that is compiled and run, and output that they show is printed so. */
package dev.ipcdemo.documents;
