package io.tidewatch.models.monitor;

import java.util.List;

/**
 * How far one feature has moved from its reference.
 *
 * @param name name of the feature
 * @param psi {@link Psi} over the reference's bins, missing values being one of them
 * @param expectedMissing share that was missing in the reference, 0 to 1
 * @param missing share that is missing now, 0 to 1
 * @param counts by the reference's bins
 */
public record FeatureDrift(
    String name, double psi, double expectedMissing, double missing, List<Long> counts) {}
