package io.tidewatch.connectors.gateway.collector;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the collector is set up. Immutable.
 *
 * @param keys who may write; at least one, because there is no default key
 * @param origins origins of pages whose scripts may call it; {@link #ANY_ORIGIN} for all
 * @param maxBodyBytes most bytes of a body, before and after inflation
 * @param maxEvents most events of one body
 * @param eventsPerSecond events of one key in a second
 * @param maxInFlightBytes bytes of bodies that may wait for Kafka
 */
public record CollectorSettings(
    List<WriteKey> keys,
    Set<String> origins,
    int maxBodyBytes,
    int maxEvents,
    int eventsPerSecond,
    long maxInFlightBytes) {
  /** Stands for every origin. */
  public static final String ANY_ORIGIN = "*";

  /**
   * A record is never longer than the event that it was made of, so with this no record is larger
   * than what brokers take by default.
   */
  public static final int LARGEST_BODY = 1 << 20;

  /** Checks ranges and names. */
  public CollectorSettings {
    keys = List.copyOf(keys);
    origins = Set.copyOf(origins);
    require(!keys.isEmpty(), "there is no write key; without one nobody could send events");
    Set<String> names = new HashSet<>();
    keys.forEach(key -> require(names.add(key.name()), "two keys are named " + key.name()));
    require(
        maxBodyBytes >= 1 && maxBodyBytes <= LARGEST_BODY,
        "maxBodyBytes=" + maxBodyBytes + " must be 1 to " + LARGEST_BODY);
    require(maxEvents >= 1, "maxEvents=" + maxEvents + " must be at least 1");
    require(
        eventsPerSecond >= 1 && eventsPerSecond <= 1_000_000,
        "eventsPerSecond=" + eventsPerSecond + " must be 1 to 1,000,000");
    require(
        maxInFlightBytes >= maxBodyBytes,
        "maxInFlightBytes=" + maxInFlightBytes + " must be at least maxBodyBytes=" + maxBodyBytes);
  }

  /** Returns the defaults: any origin, 1 MiB and 2,500 events a body, 20,000 events a second. */
  public static CollectorSettings of(List<WriteKey> keys) {
    return new CollectorSettings(keys, Set.of(ANY_ORIGIN), LARGEST_BODY, 2_500, 20_000, 16L << 20);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
