package io.tidewatch.benchmarks.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** Who competes. */
public enum Contender {
  /** Kafka, Flink, Kafka: bytes go through untouched. */
  PASS_THROUGH("passThrough"),
  /** Flink reads, changes and writes the customer's state as bytes, and nothing else. */
  STATE_ONLY("stateOnly"),
  /** The scoring job, complete. */
  SCORING("scoring"),
  /** The scoring job with no offer in the market. */
  OFFERS_0("offers0", Market.of(0)),
  /** The scoring job with 200 live offers, rules and learned ranking: what deciding costs. */
  OFFERS_200("offers200", Market.of(200)),
  /** The same job and offers without rules, ranked by affinity x value: deciding without policy. */
  OFFERS_200_FREE("offers200free", Market.free(200)),
  /** Flink with one DL4J call for each event, over the customer's last 50 steps. */
  DL4J_PER_EVENT("dl4jPerEvent"),
  /** Kafka Streams reads, changes and writes the customer's state as bytes, and nothing else. */
  KAFKA_STREAMS("kafkaStreams"),
  /** Kafka Streams with Tidewatch's fold and kernels. */
  KAFKA_STREAMS_KERNEL("kafkaStreamsKernel"),
  /** RocksDB alone: get and put of the same values, from a loop. */
  RAW_ROCKSDB("rawRocksDb");

  private final String label;
  private final Optional<Market> market;

  Contender(String label) {
    this.label = label;
    this.market = Optional.empty();
  }

  Contender(String label, Market market) {
    this.label = label;
    this.market = Optional.of(market);
  }

  /** Returns the name in reports and on the command line. */
  public String label() {
    return label;
  }

  /**
   * Returns the market where it runs.
   *
   * @param others where contenders run that do not ask for one
   */
  Market market(Market others) {
    return market.orElse(others);
  }

  static Contender named(String label) {
    return Arrays.stream(values())
        .filter(contender -> contender.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contender is called " + label));
  }
}
