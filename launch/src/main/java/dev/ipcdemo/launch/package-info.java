/**
 * The other side of an exchange, started where it is wanted: as a thread, as a process, or as a JVM in a container.
 *
 * <p>A {@link dev.ipcdemo.launch.Task} says what the other side does and is known by name, so that another JVM can find it;
 * a {@link dev.ipcdemo.launch.Worker} runs one. Workers are started on a {@link dev.ipcdemo.launch.LaunchTarget}, of which
 * there is one for each scope. A {@link dev.ipcdemo.launch.Link} connects starter and worker, beside the sockets that the
 * exchange is about; its {@link dev.ipcdemo.launch.Message}s are records that write and read themselves. Demos and the
 * comparison use this. Containers are in {@code launch.container}, whose classes are loaded for the scope cross-host only.
 */
package dev.ipcdemo.launch;
