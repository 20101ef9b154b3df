package io.tidewatch.connectors.gateway.query;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How the query API is set up. Immutable.
 *
 * @param directory where the store is kept; of one process at a time
 * @param memoryBytes memory of the store, beside the heap
 * @param tokens who may ask; at least one, because there is no default
 */
public record QuerySettings(Path directory, long memoryBytes, List<ApiToken> tokens) {
  private static final long LEAST_MEMORY = 8 << 20;

  /** Checks ranges. */
  public QuerySettings {
    Objects.requireNonNull(directory, "directory");
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("there is no API token; without one nobody could ask");
    }
    if (memoryBytes < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "memoryBytes=" + memoryBytes + " must be at least " + LEAST_MEMORY);
    }
  }
}
