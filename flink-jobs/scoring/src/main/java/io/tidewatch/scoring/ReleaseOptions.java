package io.tidewatch.scoring;

import io.tidewatch.models.signing.TrustedKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** What the job demands of model releases that are pushed into it. */
public final class ReleaseOptions {

  /** What becomes of a release without the signature of a trusted key. */
  public enum Unsigned {
    /** It is refused. */
    REFUSE,
    /** It is served, and a warning is logged. */
    ALLOW;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose signatures the job believes. */
  public static final ConfigOption<List<String>> TRUSTED_KEYS =
      ConfigOptions.key("models.trusted-keys")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription(
              "Public Ed25519 keys of those who may release models, separated by ;. Each is the"
                  + " path of a PEM file, read where the job is submitted, or the base64 text of"
                  + " such a file. Without any, no model that is pushed is served. ./tidewatch"
                  + " model keys makes a pair.");

  /** What becomes of unsigned releases. */
  public static final ConfigOption<Unsigned> UNSIGNED =
      ConfigOptions.key("models.unsigned")
          .enumType(Unsigned.class)
          .defaultValue(Unsigned.REFUSE)
          .withDescription(
              "Releases without the signature of a trusted key. refuse: never served. allow:"
                  + " served, with a warning in the log; whoever can write to the topic models then"
                  + " decides what serves. For tests.");

  /** How dear a model may be. */
  public static final ConfigOption<Long> MAX_MULTIPLY_ADDS =
      ConfigOptions.key("models.max-multiply-adds")
          .longType()
          .defaultValue(1_000_000L)
          .withDescription(
              "Multiply-adds that a model may need for one event, a step and a score together,"
                  + " counted from its layers. A million take about 0.1 ms of a core.");

  /** How much worse than the champion a release may be. */
  public static final ConfigOption<Double> QUALITY_TOLERANCE =
      ConfigOptions.key("models.quality-tolerance")
          .doubleType()
          .defaultValue(0.005)
          .withDescription(
              "How much worse than the champion's on the same cases a release's AUC, Brier score or"
                  + " recall at 20 may be; such differences come from another seed alone. A message"
                  + " can override it.");

  /** Where releases may come from. */
  public static final ConfigOption<List<String>> STORES =
      ConfigOptions.key("models.stores")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription(
              "Places that releases may be fetched from, beginnings of URIs separated by ;, such as"
                  + " s3://bucket/models;https://host/models. Without any, wherever a message on"
                  + " the topic models points to, files of the TaskManager included.");

  /** What an HTTP server needs to be told. */
  public static final ConfigOption<Map<String, String>> HTTP_HEADERS =
      ConfigOptions.key("models.http-headers")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Headers for fetching releases over HTTPS, one key each, such as"
                  + " models.http-headers.Authorization. Needs models.stores, so that only those"
                  + " servers learn them.");

  /** How long the job waits for a release. */
  public static final ConfigOption<Duration> FETCH_TIMEOUT =
      ConfigOptions.key("models.fetch-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "How long fetching a release over HTTP may take, from the connection to the last"
                  + " byte.");

  private ReleaseOptions() {}

  /**
   * Returns what the configuration demands, with the keys that its files hold now.
   *
   * @throws IllegalArgumentException naming the key that cannot be read
   */
  static ReleaseTerms terms(ReadableConfig config) {
    return new ReleaseTerms(
        trustedKeys(config),
        config.get(UNSIGNED) == Unsigned.ALLOW,
        config.get(MAX_MULTIPLY_ADDS),
        config.get(QUALITY_TOLERANCE),
        config.get(ScoringOptions.RELEASE_MAX_SIZE),
        config.get(STORES),
        config.get(FETCH_TIMEOUT),
        config.get(HTTP_HEADERS));
  }

  private static List<String> trustedKeys(ReadableConfig config) {
    try {
      return TrustedKeys.read(config.get(TRUSTED_KEYS)).base64();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "key '%s' names a file that cannot be read: %s; ./tidewatch model keys --out DIR makes a pair"
              .formatted(TRUSTED_KEYS.key(), e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "key '%s': %s".formatted(TRUSTED_KEYS.key(), e.getMessage()), e);
    }
  }
}
