package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.OutcomeKind;
import java.util.Optional;

/** What was heard of an offer so far, from the least to the most telling. */
public enum Answer {
  /** Nothing at all: it may never have been sent. */
  NOTHING,
  /** It arrived, and the customer said no or nothing. */
  NO_YES,
  /** The customer said yes or bought. */
  YES;

  /** Returns what an outcome says. */
  public static Answer of(OutcomeKind kind) {
    return switch (kind) {
      case ACCEPTED, CONVERTED -> YES;
      case DELIVERED, VIEWED, CLICKED, DECLINED -> NO_YES;
      case UNKNOWN -> NOTHING;
    };
  }

  /** Returns what both say together: a yes counts whatever else was said. */
  public Answer and(Answer other) {
    return compareTo(other) > 0 ? this : other;
  }

  /** Returns whether the offer was accepted; empty where it teaches nothing. */
  public Optional<Boolean> accepted() {
    return this == NOTHING ? Optional.empty() : Optional.of(this == YES);
  }
}
