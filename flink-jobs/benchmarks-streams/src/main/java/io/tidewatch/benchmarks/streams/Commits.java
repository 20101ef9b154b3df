package io.tidewatch.benchmarks.streams;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Commits of all tasks at a moment that the benchmark chooses: counts events, has each task commit
 * after its next event once that was asked for, and hears of commits from the consumer. Kafka
 * Streams' own commits come so rarely that a window which waited for one could begin after the last
 * event. Any thread may ask and read; a {@link Task} belongs to the stream thread.
 */
final class Commits implements KafkaClientSupplier {
  private final AtomicLong processed = new AtomicLong();
  private final Set<Integer> committed = ConcurrentHashMap.newKeySet();
  private volatile long asked;

  /** Returns how many events all tasks have processed. */
  long processed() {
    return processed.get();
  }

  /** Asks every task for a commit. One thread asks. */
  void ask() {
    committed.clear(); // first, or a commit that is asked for now might be forgotten
    asked = asked + 1;
  }

  /** Returns how many tasks have committed since a commit was asked for; a task is a partition. */
  int done() {
    return committed.size();
  }

  /** Returns a task's part. */
  Task of(ProcessorContext<?, ?> context) {
    return new Task(context);
  }

  /** What a task says and hears. */
  final class Task {
    private final ProcessorContext<?, ?> context;
    private long heard = asked;

    private Task(ProcessorContext<?, ?> context) {
      this.context = context;
    }

    /** Says that an event is processed. */
    void processed() {
      processed.incrementAndGet();
      long now = asked;
      if (now != heard) {
        heard = now;
        context.commit();
      }
    }
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(offsets);
        offsets.keySet().forEach(partition -> committed.add(partition.partition()));
      }
    };
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getRestoreConsumer(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }
}
