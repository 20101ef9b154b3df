package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.TicketInsight;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.YieldingOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Reads the texts of tickets on a thread of its own, before the events go to their customers. What
 * comes after this operator has no text.
 *
 * <p>Only what the same customer does next waits for a text, so that the order of each customer's
 * events is kept and nobody else is delayed; {@code AsyncDataStream} would either let all wait or
 * change the order. A watermark waits for the texts that came before it.
 *
 * <p>Texts never enter a checkpoint: before its barrier goes on, all are read. At most {@value
 * #MOST_IN_FLIGHT} are read at a time, then the source waits; the longest takes some tens of
 * milliseconds.
 */
final class TicketTextOperator extends AbstractStreamOperator<Inbound>
    implements OneInputStreamOperator<Inbound, Inbound>,
        BoundedOneInput,
        YieldingOperator<Inbound> {
  private static final long serialVersionUID = 1L;

  /**
   * Where what was understood comes out, as {@link TicketInsight}, and between it, in the order of
   * each customer, the {@link ReplyFacts} of other events.
   */
  static final OutputTag<SpecificRecord> INSIGHTS =
      new OutputTag<>("ticket-insights", RecordTypes.record());

  private static final int MOST_IN_FLIGHT = 256;

  private final transient MailboxExecutor mailbox;

  private transient ExecutorService reader;
  private transient TicketReading reading;
  // Events of customers who have a text being read, in the order in which they came.
  private transient Map<String, ArrayDeque<Waiting>> customers;
  // Texts being read, and the watermarks between them, in the order in which they came.
  private transient ArrayDeque<Object> inFlight;
  private transient int texts;
  private transient Counter read;

  /** An event that waits; a text until it is read, others for the text before them. */
  private static final class Waiting {
    private final StreamRecord<Inbound> record;
    private SpecificRecord insight;
    private boolean ready;

    private Waiting(StreamRecord<Inbound> element, boolean ready) {
      // Whoever gave it may use it again.
      this.record = element.copy(element.getValue());
      this.ready = ready;
    }
  }

  /** Makes operators. */
  static final class Factory extends AbstractStreamOperatorFactory<Inbound>
      implements OneInputStreamOperatorFactory<Inbound, Inbound> {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("unchecked") // it is a TicketTextOperator, whatever T is called
    public <T extends StreamOperator<Inbound>> T createStreamOperator(
        StreamOperatorParameters<Inbound> parameters) {
      return (T) new TicketTextOperator(parameters);
    }

    @Override
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return TicketTextOperator.class;
    }
  }

  private TicketTextOperator(StreamOperatorParameters<Inbound> parameters) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void open() throws Exception {
    super.open();
    customers = new HashMap<>();
    inFlight = new ArrayDeque<>();
    reading = new TicketReading();
    read = getRuntimeContext().getMetricGroup().counter("ticketTexts");
    reader = Executors.newSingleThreadExecutor(TicketTextOperator::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "reads tickets");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void processElement(StreamRecord<Inbound> element) throws Exception {
    if (element.getValue() instanceof Inbound.Accepted accepted) {
      if (TicketReading.isReadable(accepted.event())) {
        submit(element, accepted);
        return;
      }
      Event event = TicketReading.withoutText(accepted.event());
      if (event != accepted.event()) {
        element.replace(new Inbound.Accepted(event));
      }
    }
    ArrayDeque<Waiting> before =
        customers.isEmpty() ? null : customers.get(EventRouter.customerId(element.getValue()));
    if (before == null) {
      collect(element);
    } else {
      before.add(new Waiting(element, true));
    }
  }

  private void submit(StreamRecord<Inbound> element, Inbound.Accepted accepted) throws Exception {
    while (texts >= MOST_IN_FLIGHT) {
      mailbox.yield();
    }
    Waiting waiting = new Waiting(element, false);
    texts++;
    inFlight.add(waiting);
    customers.computeIfAbsent(accepted.event().customerId(), id -> new ArrayDeque<>()).add(waiting);
    reader.execute(() -> read(waiting, accepted));
  }

  /** On the reader's thread. */
  private void read(Waiting waiting, Inbound.Accepted accepted) {
    ThrowingRunnable<RuntimeException> then;
    try {
      TicketReading.Read result = reading.read(accepted.event());
      then = () -> done(waiting, result);
    } catch (RuntimeException | Error broken) {
      then =
          () -> {
            throw new IllegalStateException("a ticket's text cannot be read", broken);
          };
    }
    try {
      mailbox.execute(then, "a ticket was read");
    } catch (RejectedExecutionException closed) {
      // The task has ended; what it did not finish it does again from the last checkpoint.
    }
  }

  private void done(Waiting waiting, TicketReading.Read result) {
    waiting.record.replace(new Inbound.Accepted(result.event()));
    waiting.insight = result.insight();
    waiting.ready = true;
    texts--;
    read.inc();
    release(result.event().customerId());
    while (!inFlight.isEmpty() && isOver(inFlight.peek())) {
      inFlight.remove();
    }
  }

  /** Lets the customer's events go, up to the next text that is not read yet. */
  private void release(String customerId) {
    ArrayDeque<Waiting> queue = customers.get(customerId);
    while (!queue.isEmpty() && queue.peek().ready) {
      Waiting next = queue.remove();
      collect(next.record);
      if (next.insight != null) {
        output.collect(INSIGHTS, new StreamRecord<>(next.insight));
      }
    }
    if (queue.isEmpty()) {
      customers.remove(customerId);
    }
  }

  private void collect(StreamRecord<Inbound> element) {
    Optional<SpecificRecord> fact = ReplyFacts.of(element.getValue());
    output.collect(element);
    if (fact.isPresent()) {
      output.collect(INSIGHTS, new StreamRecord<>(fact.get()));
    }
  }

  private boolean isOver(Object first) {
    if (first instanceof Watermark watermark) {
      emit(watermark);
      return true;
    }
    return ((Waiting) first).ready;
  }

  private void emit(Watermark watermark) {
    try {
      super.processWatermark(watermark);
    } catch (Exception e) {
      throw new IllegalStateException("the watermark " + watermark + " cannot go on", e);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (inFlight.isEmpty()) {
      super.processWatermark(mark);
    } else {
      inFlight.add(mark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    finishTexts();
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    finishTexts();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void endInput() throws Exception {
    finishTexts();
  }

  private void finishTexts() throws InterruptedException {
    while (!inFlight.isEmpty()) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    if (reader != null) {
      reader.shutdownNow();
    }
    super.close();
  }
}
