/**
 * Temporary files of a process, and files that it replaces.
 *
 * <ul>
 *   <li>A {@link dev.ipcdemo.files.PrivateDirectory} cannot be changed by anybody else, and is removed when it is
 *       closed or the JVM ends; after SIGKILL the next process of the same user removes it.
 *   <li>{@link dev.ipcdemo.files.AtomicFile} writes a file so that its old content remains until all of the new content
 *       is there.
 * </ul>
 */
package dev.ipcdemo.files;
