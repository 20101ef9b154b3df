package io.tidewatch.scoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * The checked configuration of the scoring job: {@link ScoringOptions}, KafkaOptions, and Flink's
 * own keys behind the prefix {@code flink.}. Immutable.
 */
public final class ScoringConfig {
  private final Configuration configuration;

  private ScoringConfig(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Checks keys and values.
   *
   * @throws IllegalArgumentException naming an unknown key with the nearest known one, or a value
   *     that does not parse
   */
  public static ScoringConfig of(Map<String, String> entries) {
    return new ScoringConfig(Configuration.fromMap(entries));
  }

  /**
   * Reads a properties file ({@code key=value}) or a YAML file with flat keys ({@code key: value}).
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException as {@link #of}
   */
  public static ScoringConfig read(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Returns the value of an option or its default. */
  public <T> T get(ConfigOption<T> option) {
    return configuration.get(option);
  }

  /** Returns all entries, for the parts that read options of their own. */
  public Configuration configuration() {
    return new Configuration(configuration);
  }
}
