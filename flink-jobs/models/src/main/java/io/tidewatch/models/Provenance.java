package io.tidewatch.models;

/**
 * Where a release comes from.
 *
 * @param trainingData SHA-256 of the training set, 64 lower-case hexadecimal digits; {@code
 *     "unknown"} if the model was imported
 * @param trainer what trained it, such as {@code "DL4J 1.0.0-M2.1"}, at most 200 characters
 * @param seed seed of all randomness of the training; 0 if unknown
 * @param source what kind of file the entry {@code source} is
 */
public record Provenance(String trainingData, String trainer, long seed, Source source) {
  /** Training set of a model that was imported. */
  public static final String UNKNOWN = "unknown";
}
