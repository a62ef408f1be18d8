/**
 * Files that a process makes for a while, and files that it replaces.
 *
 * <ul>
 *   <li>A {@link dev.ipcdemo.files.PrivateDirectory} can be changed by nobody else, goes when it is closed or the JVM ends,
 *       and after SIGKILL the next process of the same user removes it.
 *   <li>{@link dev.ipcdemo.files.AtomicFile} writes a file so that its old content stays until all of the new is there.
 * </ul>
 */
package dev.ipcdemo.files;
