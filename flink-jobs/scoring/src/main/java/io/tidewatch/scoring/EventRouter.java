package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends events and removed profiles on to the customers, what the ticket process needs of them to
 * the tickets, refused records to the dead letters, and lets heartbeats end: they have moved the
 * watermark.
 */
final class EventRouter extends ProcessFunction<Inbound, Inbound> implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** Where dead letters come out. */
  static final OutputTag<SpecificRecord> DEAD_LETTERS =
      new OutputTag<>("dead-letters", RecordTypes.record());

  /** Where steps of tickets, and requests to forget a customer's, come out. */
  static final OutputTag<TicketSignal> TICKETS = new OutputTag<>("tickets", TicketSignal.TYPE);

  private transient EventCounters deadLettered;

  /** Returns the customer of what this lets through. */
  static String customerId(Inbound inbound) {
    if (inbound instanceof Inbound.Accepted accepted) {
      return accepted.event().customerId();
    }
    if (inbound instanceof Inbound.OfVisitor told) {
      return told.customerId();
    }
    return ((Inbound.Removed) inbound).key();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    deadLettered =
        new EventCounters(
            EventCounts.DEAD_LETTERED, context.getOperatorStateStore(), getRuntimeContext());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    deadLettered.snapshot();
  }

  @Override
  public void processElement(Inbound inbound, Context context, Collector<Inbound> out) {
    if (inbound instanceof Inbound.Accepted accepted) {
      out.collect(inbound);
      TicketSignal.of(accepted.event()).ifPresent(signal -> context.output(TICKETS, signal));
    } else if (inbound instanceof Inbound.Refused refused) {
      deadLettered.count(Topic.named(refused.deadLetter().getTopic()));
      context.output(DEAD_LETTERS, withoutTexts(refused.deadLetter()));
    } else if (inbound instanceof Inbound.Removed removed && removed.topic() == Topic.CUSTOMERS) {
      out.collect(inbound);
    }
  }

  /**
   * A refused ticket may hold a text with personal data, in bytes that perhaps nobody can decode;
   * it can be read where it came from.
   */
  private static DeadLetter withoutTexts(DeadLetter letter) {
    if (Topic.named(letter.getTopic()) != Topic.TICKETS || letter.getValue() == null) {
      return letter;
    }
    return DeadLetter.newBuilder(letter)
        .setValue(null)
        .setDetail(letter.getDetail() + " (the value is not copied: texts of tickets are personal)")
        .build();
  }
}
