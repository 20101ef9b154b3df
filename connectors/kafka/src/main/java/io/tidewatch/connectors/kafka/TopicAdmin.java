package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/** Creates the topics of the catalogue. */
public final class TopicAdmin {
  private TopicAdmin() {}

  /**
   * What was found and done.
   *
   * @param created topics that were missing and are there now
   * @param mismatches one sentence per existing topic whose settings differ from the catalogue;
   *     they are left as they are
   */
  public record Report(List<Topic> created, List<String> mismatches) {}

  /**
   * Creates the topics that are missing and looks at the settings of the others.
   *
   * @param config bootstrap servers and client properties, see {@link KafkaOptions}
   * @param replicationFactor copies of each new topic; 1 on a single broker
   */
  public static Report create(ReadableConfig config, int replicationFactor) {
    throw new UnsupportedOperationException();
  }
}
