package io.tidewatch.platform.privacy;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.privacy.TopicErasure;
import io.tidewatch.schemas.ErasedCustomer;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the job to forget ids, and waits until it says so and a checkpoint has it: then no restart
 * brings anything back. One thread.
 */
final class ErasureRequests {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * What came of it.
   *
   * @param requestIds of the requests, that of the customer first
   * @param digest the job's digest of the customer; empty unless confirmed
   * @param confirmedAt when the job's last confirmation was read; empty if not all came
   * @param checkpointed whether the job has committed offsets behind the requests since
   */
  record Outcome(
      List<String> requestIds,
      String digest,
      Instant askedAt,
      Optional<Instant> confirmedAt,
      boolean checkpointed) {}

  /**
   * Where a request stands. Not the end of its partition: the job writes there too, in transactions
   * whose markers are records to Kafka, and nobody commits offsets behind those.
   */
  private record Place(TopicPartition partition, long offset) {}

  private final Configuration config;
  private final String by;
  private final Duration wait;

  /**
   * Prepares.
   *
   * @param config with the job's {@link KafkaOptions#GROUP_ID}
   * @param wait for the job at most so long
   */
  ErasureRequests(Configuration config, String by, Duration wait) {
    this.config = config;
    this.by = by;
    this.wait = wait;
  }

  /** Sends a request for each id and waits. */
  Outcome send(List<String> ids) throws InterruptedException {
    Instant askedAt = Instant.now();
    Map<String, Optional<String>> digests = new LinkedHashMap<>(); // by request
    try (RecordConsumer confirmations =
            RecordConsumer.fromEnd(config, List.of(Topic.ERASED_CUSTOMERS));
        RecordConsumer requests = RecordConsumer.fromEnd(config, List.of(Topic.ERASURES))) {
      try (RecordProducer producer = new RecordProducer(config)) {
        for (String id : ids) {
          String requestId = UUID.randomUUID().toString();
          digests.put(requestId, Optional.empty());
          producer.send(request(requestId, id, askedAt));
        }
      }
      long deadline = System.nanoTime() + wait.toNanos();
      Map<String, Place> places = new HashMap<>(); // by request
      boolean confirmed =
          await(deadline, () -> areFound(requests, digests.keySet(), places))
              && await(deadline, () -> areConfirmed(confirmations, digests));
      Optional<Instant> confirmedAt = confirmed ? Optional.of(Instant.now()) : Optional.empty();
      boolean checkpointed = confirmed && await(deadline, () -> areCommitted(places.values()));
      List<String> requestIds = new ArrayList<>(digests.keySet());
      return new Outcome(
          requestIds,
          digests.get(requestIds.get(0)).orElse(""),
          askedAt,
          confirmedAt,
          checkpointed);
    }
  }

  private ErasureRequest request(String requestId, String id, Instant at) {
    return ErasureRequest.newBuilder()
        .setEventId(requestId)
        .setCustomerId(id)
        .setOccurredAt(at)
        .setRequestedBy(by)
        .build();
  }

  private static boolean await(long deadline, BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL.toMillis());
    }
    return true;
  }

  private static boolean areConfirmed(
      RecordConsumer confirmations, Map<String, Optional<String>> digests) {
    for (ConsumedRecord consumed : confirmations.poll(POLL)) {
      if (consumed.record().orElse(null) instanceof ErasedCustomer erased) {
        digests.computeIfPresent(
            erased.getRequestId(), (id, before) -> Optional.of(erased.getDigest()));
      }
    }
    return digests.values().stream().allMatch(Optional::isPresent);
  }

  private static boolean areFound(
      RecordConsumer requests, Set<String> requestIds, Map<String, Place> places) {
    for (ConsumedRecord consumed : requests.poll(POLL)) {
      if (consumed.record().orElse(null) instanceof ErasureRequest request
          && requestIds.contains(request.getEventId())) {
        places.put(
            request.getEventId(),
            new Place(
                new TopicPartition(Topic.ERASURES.topicName(), consumed.partition()),
                consumed.offset()));
      }
    }
    return places.keySet().containsAll(requestIds);
  }

  private boolean areCommitted(Collection<Place> places) {
    String group = config.get(KafkaOptions.GROUP_ID);
    try (TopicErasure kafka = new TopicErasure(config)) {
      return places.stream()
          .allMatch(place -> kafka.hasRead(group, place.partition(), place.offset()));
    }
  }
}
