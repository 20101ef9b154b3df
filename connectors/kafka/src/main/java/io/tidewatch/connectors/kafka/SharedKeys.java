package io.tidewatch.connectors.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/**
 * One {@link CustomerKeys} for all parts of a job that run in one process, opened when the first of
 * them needs it: each would hold all keys otherwise. Thread-safe.
 *
 * <p>The map is static because Flink gives the parts of a job no other place to meet. It holds only
 * what somebody has not let go yet.
 */
public final class SharedKeys implements AutoCloseable {
  private static final Map<Map<String, String>, Shared> BY_CONFIG = new HashMap<>();

  private final Map<String, String> config;
  private Shared shared; // guarded by the map

  private static final class Shared {
    private CustomerKeys keys;
    private int users;
  }

  private SharedKeys(Map<String, String> config) {
    this.config = config;
  }

  /** Returns a claim to the keys that a configuration leads to; opens nothing yet. */
  public static SharedKeys of(Configuration config) {
    return new SharedKeys(Map.copyOf(config.toMap()));
  }

  /**
   * Returns the keys.
   *
   * @throws IllegalStateException as {@link CustomerKeys#open}
   */
  public CustomerKeys get() {
    synchronized (BY_CONFIG) {
      if (shared == null) {
        Shared found = BY_CONFIG.computeIfAbsent(config, absent -> new Shared());
        if (found.keys == null) {
          found.keys = CustomerKeys.open(Configuration.fromMap(config));
        }
        found.users++;
        shared = found;
      }
      return shared.keys;
    }
  }

  /** Lets go; the last one closes. */
  @Override
  public void close() {
    synchronized (BY_CONFIG) {
      if (shared != null && --shared.users == 0) {
        BY_CONFIG.remove(config);
        shared.keys.close();
      }
      shared = null;
    }
  }
}
