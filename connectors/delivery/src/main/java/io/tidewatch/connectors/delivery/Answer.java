package io.tidewatch.connectors.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one attempt.
 *
 * @param kind whether the target has it
 * @param detail what the target said, in one sentence; without addresses and personal data
 * @param retryAfter how long the target asks to be left alone
 */
record Answer(Kind kind, String detail, Optional<Duration> retryAfter) {
  /** What to do next. */
  enum Kind {
    /** Nothing: the target has taken it. */
    DELIVERED,
    /** Try again: the target may take it later. */
    LATER,
    /** Nothing: the target would refuse it again. */
    REFUSED
  }

  static Answer delivered(String detail) {
    return new Answer(Kind.DELIVERED, detail, Optional.empty());
  }

  static Answer later(String detail) {
    return new Answer(Kind.LATER, detail, Optional.empty());
  }

  static Answer refused(String detail) {
    return new Answer(Kind.REFUSED, detail, Optional.empty());
  }
}
