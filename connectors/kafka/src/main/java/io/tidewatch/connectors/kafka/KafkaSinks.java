package io.tidewatch.connectors.kafka;

import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.kafka.sink.KafkaSink;

/** Builds the Flink sink for everything that the jobs write. */
public final class KafkaSinks {
  private KafkaSinks() {}

  /**
   * Returns a sink that writes each record to the topic of its class, with the topic's key and the
   * record's own time.
   */
  public static KafkaSink<SpecificRecord> records(ReadableConfig config) {
    throw new UnsupportedOperationException();
  }
}
