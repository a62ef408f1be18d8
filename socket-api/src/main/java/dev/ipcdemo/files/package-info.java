/**
 * Temporary files of a process, files that it replaces, and who else could do so.
 *
 * <ul>
 *   <li>A {@link dev.ipcdemo.files.PrivateDirectory} cannot be changed by anybody else, and is removed when it is
 *       closed or the JVM ends; after SIGKILL the next process of the same user removes it.
 *   <li>{@link dev.ipcdemo.files.AtomicFile} writes a file so that its old content remains until all of the new content
 *       is there.
 *   <li>{@link dev.ipcdemo.files.DirectoryTrust} says which other users could replace a file, and {@link
 *       dev.ipcdemo.files.PathLock} lets one process at a time do it.
 * </ul>
 */
package dev.ipcdemo.files;
