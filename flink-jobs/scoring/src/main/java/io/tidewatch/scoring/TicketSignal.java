package io.tidewatch.scoring;

import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.tickets.TicketStep;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the ticket process is told of events: steps of tickets, without their text, and requests to
 * forget a customer.
 *
 * @param customerId the customer
 * @param ticketId the ticket; empty for a request to forget the customer
 * @param availableAtMicros when the business could know it, microseconds since 1970 UTC
 * @param step the step; of kind UNKNOWN for a request to forget the customer, at its time
 */
public record TicketSignal(
    String customerId, String ticketId, long availableAtMicros, TicketStep step) {
  /** By stream time, then by the step: the same order wherever they came from. */
  static final Comparator<TicketSignal> ORDER =
      Comparator.comparingLong(TicketSignal::availableAtMicros)
          .thenComparing(TicketSignal::step, TicketStep.ORDER);

  static final TypeInformation<TicketSignal> TYPE =
      new LayoutTypeInfo<>(TicketSignal.class, Serializer::new);

  /** Returns what the ticket process needs of an event, if anything. */
  static Optional<TicketSignal> of(Event event) {
    if (event.record() instanceof TicketEvent ticket && ticket.getKind() != TicketKind.UNKNOWN) {
      return Optional.of(
          new TicketSignal(
              ticket.getCustomerId(),
              ticket.getTicketId(),
              event.availableAtMicros(),
              TicketStep.of(ticket)));
    }
    if (event.record() instanceof ErasureRequest request) {
      return Optional.of(
          erasure(request.getCustomerId(), request.getEventId(), event.availableAtMicros()));
    }
    return Optional.empty();
  }

  private static TicketSignal erasure(String customerId, String eventId, long atMicros) {
    return new TicketSignal(
        customerId,
        "",
        atMicros,
        new TicketStep(eventId, atMicros, TicketKind.UNKNOWN, TicketAuthor.UNKNOWN, "", 0));
  }

  boolean isErasure() {
    return step.kind() == TicketKind.UNKNOWN;
  }

  /** The fields in their order. */
  public static final class Serializer extends LayoutSerializer<TicketSignal> {
    private static final long serialVersionUID = 1L;

    /** Creates the serializer. */
    public Serializer() {
      super(true);
    }

    @Override
    public TicketSignal createInstance() {
      return erasure("", "", 0);
    }

    @Override
    public void serialize(TicketSignal signal, DataOutputView target) throws IOException {
      target.writeUTF(signal.customerId());
      target.writeUTF(signal.ticketId());
      target.writeLong(signal.availableAtMicros());
      signal.step().write(target);
    }

    @Override
    public TicketSignal deserialize(DataInputView source) throws IOException {
      return new TicketSignal(
          source.readUTF(), source.readUTF(), source.readLong(), TicketStep.read(source));
    }

    @Override
    public TypeSerializerSnapshot<TicketSignal> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TicketSignal> {
      /** Creates the snapshot; Flink does when it restores. */
      public Snapshot() {
        super(Serializer::new);
      }
    }
  }
}
