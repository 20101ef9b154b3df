package io.tidewatch.scoring.slots;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a change besides the change itself.
 *
 * @param at when, UTC
 * @param by who makes it, at most 128 characters
 * @param why one sentence for people
 * @param override whether to serve though a gate of quality or a ban is against it
 */
public record Change(Instant at, String by, Optional<String> why, boolean override) {
  /** Who rolls back when the job does it by itself. */
  public static final String GUARD = "guard";

  /** Returns a change that overrides nothing. */
  public static Change of(Instant at, String by, String why) {
    return new Change(at, by, Optional.of(why), false);
  }
}
