package io.tidewatch.training;

/**
 * One example: what was known of a customer at a time, and what the customer did then.
 *
 * @param atMicros the time; nothing that happened or arrived later is in {@code steps} and {@code
 *     features}
 * @param steps how many of the customer's steps were folded by then
 * @param features the feature vector, {@code [FeatureCatalogue.size()]}, not standardised
 * @param churned label: no purchase within the horizon
 * @param purchased7 label: a purchase within 7 days
 * @param spendMinor label: money of the purchases within the horizon, minor units
 */
public record Snapshot(
    long atMicros,
    int steps,
    float[] features,
    boolean churned,
    boolean purchased7,
    long spendMinor) {}
