package io.tidewatch.models;

/**
 * Where a release comes from.
 *
 * @param trainingData SHA-256 of the training set, 64 lower-case hexadecimal digits
 * @param trainer what trained it, such as {@code "DL4J 1.0.0-M2.1"}, at most 200 characters
 * @param seed seed of all randomness of the training
 */
public record Provenance(String trainingData, String trainer, long seed) {}
