package io.tidewatch.models;

/**
 * Where a release comes from.
 *
 * @param trainingData SHA-256 of the training set, 64 lower-case hexadecimal digits; {@code
 *     "unknown"} if the model was imported
 * @param trainer what trained it, such as {@code "DL4J 1.0.0-M2.1"}, at most 200 characters
 * @param seed seed of all randomness of the training; 0 if unknown
 * @param source what kind of file the entry {@code source} is
 * @param evaluationData SHA-256 of the cases that the metrics were measured on, whatever was
 *     computed of them: metrics of two releases may be compared if it is the same; {@code
 *     "unknown"} if nobody said
 */
public record Provenance(
    String trainingData, String trainer, long seed, Source source, String evaluationData) {
  /** Training set of a model that was imported, and cases that nobody named. */
  public static final String UNKNOWN = "unknown";

  /** Describes a release whose metrics cannot be compared with those of others. */
  public Provenance(String trainingData, String trainer, long seed, Source source) {
    this(trainingData, trainer, seed, source, UNKNOWN);
  }
}
