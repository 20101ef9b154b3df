package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.models.monitor.TruthSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * The checked configuration of the scoring job: {@link ScoringOptions}, {@link ReleaseOptions},
 * {@link GuardOptions}, {@link LearningOptions}, {@link MasterKeyOptions}, {@link KafkaOptions},
 * and any option of Flink behind the prefix {@value #FLINK_PREFIX}. Immutable.
 */
public final class ScoringConfig {
  private static final int MOST_CUSTOMERS = 100_000_000;

  /** What stands before Flink's own keys. */
  public static final String FLINK_PREFIX = "flink.";

  static final List<ConfigOption<?>> SCORING =
      List.of(
          ScoringOptions.ORDERING,
          ScoringOptions.RESCORE_INTERVAL,
          ScoringOptions.CUSTOMER_TTL,
          ScoringOptions.TICKET_TTL,
          ScoringOptions.VISITOR_EVENTS,
          ScoringOptions.VISITOR_TTL,
          ScoringOptions.SCORE_CHANGE,
          ScoringOptions.RELEASE_MAX_SIZE,
          ScoringOptions.BUNDLE_SIZE,
          ScoringOptions.BUNDLE_TIME,
          ScoringOptions.CACHE_CUSTOMERS,
          ScoringOptions.DIRTY_CUSTOMERS);
  static final List<ConfigOption<?>> RELEASES =
      List.of(
          ReleaseOptions.TRUSTED_KEYS,
          ReleaseOptions.UNSIGNED,
          ReleaseOptions.MAX_MULTIPLY_ADDS,
          ReleaseOptions.QUALITY_TOLERANCE,
          ReleaseOptions.STORES,
          ReleaseOptions.HTTP_HEADERS,
          ReleaseOptions.FETCH_TIMEOUT);
  static final List<ConfigOption<?>> KAFKA =
      List.of(
          KafkaOptions.BOOTSTRAP_SERVERS,
          KafkaOptions.SCHEMA_REGISTRY_URL,
          KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE,
          KafkaOptions.SCHEMA_REGISTRY_CA_FILE,
          KafkaOptions.SCHEMA_REGISTRY_TIMEOUT,
          KafkaOptions.SCHEMA_REGISTRY_ATTEMPTS,
          KafkaOptions.UNKNOWN_SCHEMA_TTL,
          KafkaOptions.CLIENT_FILE,
          KafkaOptions.PROPERTIES,
          KafkaOptions.GROUP_ID,
          KafkaOptions.STARTING_OFFSETS,
          KafkaOptions.OUT_OF_ORDERNESS,
          KafkaOptions.IDLENESS,
          KafkaOptions.MAX_DRIFT,
          KafkaOptions.DELIVERY,
          KafkaOptions.TRANSACTIONAL_ID_PREFIX,
          KafkaOptions.TRANSACTION_TIMEOUT,
          KafkaOptions.LINGER,
          KafkaOptions.ACCOUNT_LINGER,
          KafkaOptions.REHEARSAL_TOPIC,
          KafkaOptions.DEAD_LETTER_MAX_BYTES);

  /** Options whose keys go on after a point. */
  private static final List<ConfigOption<?>> MAPS =
      List.of(KafkaOptions.PROPERTIES, ReleaseOptions.HTTP_HEADERS);

  private final Configuration configuration;

  private ScoringConfig(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Checks keys and values.
   *
   * @throws IllegalArgumentException naming an unknown key with the nearest known one, a required
   *     key that is missing, or a value that does not parse or is out of range
   */
  public static ScoringConfig of(Map<String, String> entries) {
    ConfigKeys keys = new ConfigKeys(options().toList(), MAPS, FLINK_PREFIX);
    Configuration configuration = keys.checked(entries);
    requireRanges(configuration);
    requireReleaseRanges(configuration);
    return new ScoringConfig(configuration);
  }

  /**
   * Reads a properties file ({@code key=value}) or, if its name ends in .yaml or .yml, a YAML file
   * with flat keys ({@code key: value}).
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException as {@link #of}, or if a line is neither
   */
  public static ScoringConfig read(Path file) throws IOException {
    try {
      return of(ConfigFile.read(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Returns the value of an option or its default. */
  public <T> T get(ConfigOption<T> option) {
    return configuration.get(option);
  }

  /** Returns all entries, for the parts that read options of their own. */
  public Configuration configuration() {
    return new Configuration(configuration);
  }

  /** Returns the entries behind the prefix {@value #FLINK_PREFIX}, without it. */
  public Configuration flink() {
    Map<String, String> entries = new TreeMap<>();
    configuration
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(FLINK_PREFIX)) {
                entries.put(key.substring(FLINK_PREFIX.length()), value);
              }
            });
    return Configuration.fromMap(entries);
  }

  private static Stream<ConfigOption<?>> options() {
    return Stream.of(
            SCORING, LearningOptions.ALL, RELEASES, GuardOptions.ALL, MasterKeyOptions.ALL, KAFKA)
        .flatMap(List::stream);
  }

  private static void requireRanges(Configuration configuration) {
    for (var option :
        List.of(
            ScoringOptions.RESCORE_INTERVAL,
            ScoringOptions.CUSTOMER_TTL,
            ScoringOptions.TICKET_TTL,
            ScoringOptions.VISITOR_TTL,
            LearningOptions.ANSWER_TIME,
            LearningOptions.HALF_LIFE,
            LearningOptions.SHARED_HALF_LIFE)) {
      require(configuration.get(option).toMillis() >= 1_000, option, "must be at least 1 s");
    }
    requireVisitors(configuration);
    double change = configuration.get(ScoringOptions.SCORE_CHANGE);
    require(change >= 0 && change <= 1, ScoringOptions.SCORE_CHANGE, "must lie in [0, 1]");
    int bundle = configuration.get(ScoringOptions.BUNDLE_SIZE);
    require(bundle >= 1 && bundle <= 65_536, ScoringOptions.BUNDLE_SIZE, "must be 1 to 65536");
    int cache = configuration.get(ScoringOptions.CACHE_CUSTOMERS);
    require(
        cache >= Bundling.BY_HEAP && cache <= MOST_CUSTOMERS,
        ScoringOptions.CACHE_CUSTOMERS,
        "must be 0 to 100 million, or -1 for as many as the heap allows");
    int dirty = configuration.get(ScoringOptions.DIRTY_CUSTOMERS);
    require(
        dirty >= 0 && dirty <= MOST_CUSTOMERS,
        ScoringOptions.DIRTY_CUSTOMERS,
        "must be 0 to 100 million");
    requireGuards(configuration);
  }

  private static void requireVisitors(Configuration configuration) {
    int events = configuration.get(ScoringOptions.VISITOR_EVENTS);
    require(events >= 1 && events <= 10_000, ScoringOptions.VISITOR_EVENTS, "must be 1 to 10000");
  }

  private static void requireGuards(Configuration configuration) {
    int window = configuration.get(GuardOptions.WINDOW_EVENTS);
    require(window >= 2, GuardOptions.WINDOW_EVENTS, "must be at least 2");
    int scores = configuration.get(GuardOptions.MIN_SCORES);
    require(
        scores >= 1 && scores <= window / 2,
        GuardOptions.MIN_SCORES,
        "must be 1 to " + window / 2 + ", half of " + GuardOptions.WINDOW_EVENTS.key());
    require(
        configuration.get(GuardOptions.PROBATION_EVENTS) >= 0,
        GuardOptions.PROBATION_EVENTS,
        "must be at least 0");
    require(
        configuration.get(GuardOptions.SCORE_SHIFT) > 0,
        GuardOptions.SCORE_SHIFT,
        "must be above 0");
    require(
        configuration.get(GuardOptions.SCORING_TIME).toNanos() > 0,
        GuardOptions.SCORING_TIME,
        "must be above 0");
    int outcomes = configuration.get(GuardOptions.MIN_OUTCOMES);
    require(
        outcomes >= 10 && outcomes <= TruthSample.CAPACITY,
        GuardOptions.MIN_OUTCOMES,
        "must be 10 to " + TruthSample.CAPACITY);
    double truth = configuration.get(GuardOptions.TRUTH_SHARE);
    require(truth >= 0 && truth <= 1, GuardOptions.TRUTH_SHARE, "must lie in [0, 1]");
    for (ConfigOption<Double> share :
        List.of(GuardOptions.ALERT_CHANGE, GuardOptions.AUC_LOSS, GuardOptions.CALIBRATION_LOSS)) {
      double value = configuration.get(share);
      require(value > 0 && value <= 1, share, "must lie in (0, 1]");
    }
  }

  private static void requireReleaseRanges(Configuration configuration) {
    require(
        configuration.get(ReleaseOptions.MAX_MULTIPLY_ADDS) >= 1,
        ReleaseOptions.MAX_MULTIPLY_ADDS,
        "must be at least 1");
    double tolerance = configuration.get(ReleaseOptions.QUALITY_TOLERANCE);
    require(
        tolerance >= 0 && tolerance <= 1, ReleaseOptions.QUALITY_TOLERANCE, "must lie in [0, 1]");
    require(
        configuration.get(ReleaseOptions.FETCH_TIMEOUT).toMillis() >= 1,
        ReleaseOptions.FETCH_TIMEOUT,
        "must be at least 1 ms");
    require(
        configuration.get(ReleaseOptions.HTTP_HEADERS).isEmpty()
            || !configuration.get(ReleaseOptions.STORES).isEmpty(),
        ReleaseOptions.HTTP_HEADERS,
        "needs models.stores: it would go to any server that a message names");
  }

  private static void require(boolean holds, ConfigOption<?> option, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("key '" + option.key() + "' " + rule);
    }
  }
}
