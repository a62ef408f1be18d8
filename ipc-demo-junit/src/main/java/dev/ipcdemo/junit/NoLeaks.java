package dev.ipcdemo.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Fails a test that leaves something open: a socket, another descriptor, a socket file, or a thread. The message says where a
 * socket of this project's transports was opened, and what a thread is doing; of other descriptors it says what they are, with
 * the addresses of sockets.
 *
 * <p>What counts is what was opened between the beginning of the {@code @BeforeEach} methods and the end of the {@code
 * @AfterEach} methods. On a class, the same is also asked of the class as a whole, from its {@code @BeforeAll} methods to its
 * {@code @AfterAll} methods.
 *
 * <p>What a {@link RelayTo relay} has open for its clients is no leak. Where it belongs to the test instance, it is
 * closed before the check. Where it lasts longer, it forgets the clients that send datagrams, because nothing tells when
 * they end, and resets the connections before a target that gets datagrams, because nothing tells whether that still
 * answers.
 *
 * <p>Descriptors are known on Linux only. Virtual threads are never known. Socket files are looked for where {@link
 * #socketFilesIn} says. A socket that nobody refers to any more is found unless the garbage collector has closed it by then.
 *
 * <p>The check sees the whole process. Where tests run in parallel, such a test therefore runs alone: the annotation holds
 * JUnit's global lock.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock(Resources.GLOBAL)
@ExtendWith(SocketExtension.class)
public @interface NoLeaks {

    /**
     * What is no leak.
     *
     * @return regular expressions, each of which is looked for in the first line of what was found, such as {@code thread
     *     HttpClient-}
     */
    String[] ignoring() default {};

    /**
     * Where to look for socket files. Nobody can tell which process has made one, so a directory that other programs use for
     * sockets, such as {@code /tmp}, would make a test fail for what they do.
     *
     * @return directories, with those below them; relative to the working directory
     */
    String[] socketFilesIn() default ".";

    /**
     * How long something may take to close after the test. It is waited for only while something is open.
     *
     * @return milliseconds
     */
    long graceMillis() default 10_000;
}
