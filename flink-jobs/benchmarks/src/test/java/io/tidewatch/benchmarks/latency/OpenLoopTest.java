package io.tidewatch.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {
  private static final ProducerRecord<byte[], byte[]> EVENT =
      new ProducerRecord<>("t", 0, new byte[1], new byte[1]);

  @Test
  void keepsTheScheduleWhenTheBrokerIsSlow() {
    Sent sent = new OpenLoop(new SlowProducer()).send(Collections.nCopies(10, EVENT), 40, 1_000);

    assertThat(sent.firstNumber()).isEqualTo(40);
    for (int i = 1; i < sent.count(); i++) {
      assertThat(sent.intendedMicros()[i] - sent.intendedMicros()[0]).isEqualTo(i * 1_000L);
    }
    // Each of ten sends took 5 ms: the last was due at 9 ms and could not leave before 45.
    assertThat(sent.behindMicros()).isGreaterThan(30_000);
  }

  @Test
  void doesNotSendBeforeAnEventIsDue() {
    long start = OpenLoop.epochMicros();
    Sent sent =
        new OpenLoop(
                new MockProducer<>(
                    true, null, new ByteArraySerializer(), new ByteArraySerializer()))
            .send(List.of(EVENT, EVENT, EVENT), 0, 50);

    assertThat(sent.lastSentMicros() - start).isGreaterThanOrEqualTo(40_000);
  }

  /** Every send holds the sender up for 5 ms, as a full buffer would. */
  private static final class SlowProducer extends MockProducer<byte[], byte[]> {
    SlowProducer() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      long until = System.nanoTime() + 5_000_000;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      return super.send(record, callback);
    }
  }
}
