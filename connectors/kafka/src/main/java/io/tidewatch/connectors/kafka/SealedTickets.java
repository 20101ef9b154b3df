package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.connectors.kafka.personal.MasterKeyOptions;
import io.tidewatch.connectors.kafka.personal.UnusableKeyException;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.TicketEvent;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes the encrypted texts of tickets readable where the job takes them from Kafka, before
 * anything else sees them; all other personal fields go on as they are. Since a key is in Kafka
 * before what it encrypts, one that is not there now has been destroyed. For one thread.
 */
final class SealedTickets {
  private static final String TEXT = "text";

  private final Optional<Supplier<CustomerKeys>> keys;

  /**
   * Creates it.
   *
   * @param keys how to get the keys, asked when the first encrypted text comes; empty where no
   *     master key is configured
   */
  SealedTickets(Optional<Supplier<CustomerKeys>> keys) {
    this.keys = keys;
  }

  /** Returns whether a record has a text to be made readable. */
  static boolean concern(SpecificRecord record) {
    return record instanceof TicketEvent ticket && DataKey.isSealed(ticket.getText());
  }

  /** Returns a copy of a ticket with its text readable; or what is wrong. */
  Result open(TicketEvent ticket) {
    if (keys.isEmpty()) {
      return refused(
          "is encrypted, and the job has no master key; set "
              + MasterKeyOptions.MASTER_KEY_FILE.key());
    }
    Optional<DataKey> key;
    try {
      key = keys.get().get().key(ticket.getCustomerId());
    } catch (UnusableKeyException e) {
      return refused("is encrypted: " + e.getMessage());
    }
    if (key.isEmpty()) {
      return refused("is encrypted with a key that is destroyed");
    }
    String field = PersonalRecords.name(ticket.getSchema(), ticket.getSchema().getField(TEXT));
    return key.get()
        .open(ticket.getText(), ticket.getCustomerId(), field)
        .map(text -> new Result(TicketEvent.newBuilder(ticket).setText(text).build(), null))
        .orElseGet(
            () ->
                refused(
                    "was not encrypted with the customer's key of now: that one is destroyed, or"
                        + " the text was changed"));
  }

  private static Result refused(String what) {
    return new Result(null, new Violation(DeadLetterReason.UNREADABLE, TEXT, TEXT + " " + what));
  }

  /**
   * What became of a ticket.
   *
   * @param ticket the readable one, or null
   * @param violation what is wrong, or null
   */
  record Result(TicketEvent ticket, Violation violation) {}
}
