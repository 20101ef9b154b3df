package io.tidewatch.benchmarks.latency;

import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.RecordEncoder;
import io.tidewatch.schemas.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The events of a workload one after the other, ready to be sent. One thread. */
final class NumberedEvents {
  private final Workload workload;
  private final RecordEncoder encoder;
  private long nextNumber;

  NumberedEvents(Workload workload, RecordEncoder encoder) {
    this.workload = workload;
    this.encoder = encoder;
  }

  /** Returns the number of the event that {@link #next} begins with. */
  long nextNumber() {
    return nextNumber;
  }

  /** Encodes the next events. */
  List<ProducerRecord<byte[], byte[]>> next(int count) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Event event = workload.event(nextNumber++);
      records.add(
          new ProducerRecord<>(
              event.topic().topicName(),
              event.customerId().getBytes(StandardCharsets.UTF_8),
              encoder.encode(event.record())));
    }
    return records;
  }
}
