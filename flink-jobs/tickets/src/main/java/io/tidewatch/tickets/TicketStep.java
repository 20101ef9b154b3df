package io.tidewatch.tickets;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/**
 * What the ticket process needs of a ticket event: everything but its text. Immutable.
 *
 * @param eventId id of the event
 * @param atMicros when it happened, microseconds since 1970 UTC
 * @param kind what happened; never UNKNOWN
 * @param author who wrote
 * @param priority priority from then on; empty if it says nothing of it
 * @param satisfaction satisfaction given, 1 to 5; 0 if none
 */
public record TicketStep(
    String eventId,
    long atMicros,
    TicketKind kind,
    TicketAuthor author,
    String priority,
    int satisfaction) {

  /** By time; at one moment a ticket opens first and closes last. A total order over event ids. */
  public static final Comparator<TicketStep> ORDER =
      Comparator.comparingLong(TicketStep::atMicros)
          .thenComparing(TicketStep::kind)
          .thenComparing(TicketStep::eventId);

  /** Returns the step of an event, whose kind must be known. */
  public static TicketStep of(TicketEvent event) {
    return new TicketStep(
        event.getEventId(),
        Micros.of(event.getOccurredAt()),
        event.getKind(),
        event.getAuthor(),
        event.getPriority() == null ? "" : event.getPriority(),
        event.getSatisfaction() == null ? 0 : event.getSatisfaction());
  }

  /** Writes the step: event id, time, kind, author, priority, satisfaction. */
  public void write(DataOutput out) throws IOException {
    out.writeUTF(eventId);
    out.writeLong(atMicros);
    out.writeUTF(kind.name());
    out.writeUTF(author.name());
    out.writeUTF(priority);
    out.writeByte(satisfaction);
  }

  /** Reads what {@link #write} wrote. */
  public static TicketStep read(DataInput in) throws IOException {
    return new TicketStep(
        in.readUTF(),
        in.readLong(),
        TicketKind.valueOf(in.readUTF()),
        TicketAuthor.valueOf(in.readUTF()),
        in.readUTF(),
        in.readByte());
  }
}
