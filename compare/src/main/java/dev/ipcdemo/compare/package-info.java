/**
 * The comparison as a library: a {@link dev.ipcdemo.compare.Plan} in, a {@link dev.ipcdemo.compare.result.Report} out.
 *
 * <p>This is all that others need, together with the values that go in ({@code .plan}) and come out ({@code .result}) and
 * the forms in which a report is written ({@code .report}). It puts the other packages to work and knows nothing of how
 * they do it.
 */
package dev.ipcdemo.compare;
