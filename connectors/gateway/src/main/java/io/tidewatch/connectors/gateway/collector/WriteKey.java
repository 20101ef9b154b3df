package io.tidewatch.connectors.gateway.collector;

import io.tidewatch.connectors.gateway.http.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tracker shows to be let in. Immutable.
 *
 * @param name name for logs and metrics
 * @param secret what it shows
 * @param place where trackers with this key run
 */
public record WriteKey(String name, Secret secret, Place place) {
  /** Where a tracker runs, and so who can know its key. */
  public enum Place {
    /** In pages and apps, where anybody can read the key: such a key makes no customer profiles. */
    CLIENT,
    /** On servers of the business. */
    SERVER
  }

  public WriteKey {
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(place, "place");
    if (!name.matches("[a-z0-9-]{1,32}")) {
      throw new IllegalArgumentException(
          "key name '" + name + "' must be 1 to 32 characters of a-z, 0-9 and -");
    }
  }

  /** Finds the key that a client shows; looks at all of them, however early one fits. */
  static Optional<WriteKey> find(List<WriteKey> keys, String shown) {
    Secret secret = Secret.shown(shown);
    WriteKey found = null;
    for (WriteKey key : keys) {
      if (key.secret().matches(secret)) {
        found = key;
      }
    }
    return Optional.ofNullable(found);
  }
}
