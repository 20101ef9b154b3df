package io.tidewatch.scoring;

import io.tidewatch.decisions.DecisionIds;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.TicketChange;
import io.tidewatch.schemas.TicketProgress;
import io.tidewatch.tickets.Standing;
import io.tidewatch.tickets.TicketMoment;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Writes moments of tickets as records and counts them. Owned by one thread. */
final class TicketOutput {
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private final Map<TicketChange, Counter> changes = new EnumMap<>(TicketChange.class);
  private final Output<StreamRecord<SpecificRecord>> output;

  TicketOutput(MetricGroup metrics, Output<StreamRecord<SpecificRecord>> output) {
    this.output = output;
    for (TicketChange change : TicketChange.values()) {
      String name = change.name().toLowerCase(Locale.ROOT);
      changes.put(change, metrics.addGroup("change", name).counter("tickets"));
    }
  }

  void say(String customerId, String ticketId, TicketMoment moment, String policyVersion) {
    changes.get(moment.change()).inc();
    output.collect(new StreamRecord<>(record(customerId, ticketId, moment, policyVersion)));
  }

  private static TicketProgress record(
      String customerId, String ticketId, TicketMoment moment, String policyVersion) {
    Standing standing = moment.standing();
    long key = moment.isAlert() ? moment.alertKey() : 0;
    TicketProgress.Builder progress =
        TicketProgress.newBuilder()
            .setProgressId(DecisionIds.ticketChange(customerId, ticketId, moment.eventId(), key))
            .setCustomerId(customerId)
            .setTicketId(ticketId)
            .setChangedAt(Micros.toInstant(moment.atMicros()))
            .setChange(moment.change())
            .setStatus(standing.status())
            .setPriority(standing.priority().isEmpty() ? null : standing.priority())
            .setOpenedAt(Micros.toInstant(standing.openedAtMicros()))
            .setFirstResponseSeconds(standing.firstResponseMicros() / MICROS_PER_SECOND)
            .setResolutionSeconds(standing.resolutionMicros() / MICROS_PER_SECOND)
            .setReopenings(standing.reopenings())
            .setSatisfaction(standing.satisfaction() == 0 ? null : standing.satisfaction())
            .setPolicyVersion(policyVersion);
    if (standing.firstResponseAtMicros() > 0) {
      progress.setFirstResponseAt(Micros.toInstant(standing.firstResponseAtMicros()));
    }
    if (moment.isAlert()) {
      progress.setPromise(moment.promise()).setBreachAt(Micros.toInstant(moment.breachAtMicros()));
    } else {
      progress.setTriggerEventId(moment.eventId());
    }
    return progress.build();
  }
}
