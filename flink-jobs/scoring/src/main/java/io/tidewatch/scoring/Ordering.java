package io.tidewatch.scoring;

/** In which order the events of one customer are processed. */
public enum Ordering {
  /** As they come: lowest latency; the outcome may depend on how the topics interleave. */
  ARRIVAL("arrival"),
  /**
   * By stream time: events wait in keyed state until the watermark has passed them, so that the
   * outcome depends neither on partitions nor on parallelism nor on restarts. For replays.
   */
  EVENT_TIME("event-time");

  private final String key;

  Ordering(String key) {
    this.key = key;
  }

  /** Returns the word used in configuration files. */
  @Override
  public String toString() {
    return key;
  }
}
