package io.tidewatch.benchmarks.pipeline;

import java.util.Arrays;

/** Who competes. */
public enum Contender {
  /** Kafka, Flink, Kafka: bytes go through untouched. */
  PASS_THROUGH("passThrough"),
  /** Flink reads, changes and writes the customer's state as bytes, and nothing else. */
  STATE_ONLY("stateOnly"),
  /** The scoring job, complete. */
  SCORING("scoring"),
  /** Flink with one DL4J call for each event, over the customer's last 50 steps. */
  DL4J_PER_EVENT("dl4jPerEvent"),
  /** Kafka Streams reads, changes and writes the customer's state as bytes, and nothing else. */
  KAFKA_STREAMS("kafkaStreams"),
  /** Kafka Streams with Tidewatch's fold and kernels. */
  KAFKA_STREAMS_KERNEL("kafkaStreamsKernel"),
  /** RocksDB alone: get and put of the same values, from a loop. */
  RAW_ROCKSDB("rawRocksDb");

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  /** Returns the name in reports and on the command line. */
  public String label() {
    return label;
  }

  static Contender named(String label) {
    return Arrays.stream(values())
        .filter(contender -> contender.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contender is called " + label));
  }
}
