/**
 * Files that a process makes for a while: a {@link dev.ipcdemo.files.PrivateDirectory} can be changed by nobody else, goes when
 * it is closed or the JVM ends, and after SIGKILL the next process of the same user removes it.
 */
package dev.ipcdemo.files;
