package io.tidewatch.platform.releases;

import io.tidewatch.schemas.ModelSlot;
import java.time.Instant;
import java.util.Optional;

/**
 * One release in one slot, from when a first subtask of the job served it to when no subtask did.
 *
 * @param slot name and role
 * @param version version of the release
 * @param sha256 digest of the release
 * @param share share of customers that it served: 1 for a champion, 0 for a shadow
 * @param from first moment
 * @param until first moment after; empty while it serves
 * @param by who brought it in; empty where nobody is known
 * @param why why; empty where nobody said
 * @param end how it ended, in words; empty while it serves
 */
public record Service(
    ModelSlot slot,
    String version,
    String sha256,
    float share,
    Instant from,
    Optional<Instant> until,
    Optional<String> by,
    String why,
    String end) {

  /** Returns whether it served at a moment. */
  public boolean covers(Instant at) {
    return !at.isBefore(from) && (until.isEmpty() || at.isBefore(until.get()));
  }

  Service endedAt(Instant at, String how) {
    return new Service(
        slot, version, sha256, share, from, Optional.of(at), by, why, end.isEmpty() ? how : end);
  }

  Service toEnd(String how) {
    return new Service(slot, version, sha256, share, from, until, by, why, how);
  }
}
