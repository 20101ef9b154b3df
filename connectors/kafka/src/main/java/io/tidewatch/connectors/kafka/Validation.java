package io.tidewatch.connectors.kafka;

import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The rules that the documentation of the event schemas states, as checks. Stateless. */
public final class Validation {
  private Validation() {}

  /**
   * Returns the first rule that a record of an event topic breaks, in the order of its fields.
   *
   * @param record record of an event topic
   * @param now wall-clock time, for the rule that nothing lies more than a day ahead
   */
  public static Optional<Violation> check(SpecificRecord record, Instant now) {
    throw new UnsupportedOperationException();
  }
}
