package dev.ipcdemo.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Aborts a test whose parameter cannot be given for a reason that would abort the test itself. JUnit wraps it in a
 * failure of the parameter, which would fail the test.
 */
interface AbortingParameters extends TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    @Override
    default void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    @Override
    default void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    @Override
    default void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        throw unwrapped(failure);
    }

    @Override
    default void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    @Override
    default void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw unwrapped(failure);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof ParameterResolutionException
                        && failure.getCause() instanceof TestAbortedException aborted
                ? aborted
                : failure;
    }
}
