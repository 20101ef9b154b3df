package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.gateway.http.ProblemException;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.Validation;
import io.tidewatch.connectors.kafka.Violation;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events of trackers to Kafka: maps, validates, sends, and says what became of them when
 * Kafka has it. Events that can never be used go to the dead letters. Thread-safe.
 */
final class Collector {
  /** What a dead letter of the collector names as the topic that it came from. */
  static final String ORIGIN = "collector";

  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration WHEN_FULL = Duration.ofSeconds(1);
  private static final Duration WHEN_KAFKA_IS_AWAY = Duration.ofSeconds(5);
  private static final long WARN_EVERY = Duration.ofSeconds(10).toNanos();

  private final CollectorSettings settings;
  private final RecordProducer producer;
  private final CollectorMetrics metrics;
  private final InstantSource clock;
  private final Map<WriteKey, RateLimit> limits;
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - WARN_EVERY);

  Collector(
      CollectorSettings settings,
      RecordProducer producer,
      CollectorMetrics metrics,
      InstantSource clock) {
    this.settings = settings;
    this.producer = producer;
    this.metrics = metrics;
    this.clock = clock;
    // A burst holds the largest batch, or that would never be let through.
    int burst = Math.max(settings.maxEvents(), 2 * settings.eventsPerSecond());
    this.limits =
        settings.keys().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    key -> new RateLimit(settings.eventsPerSecond(), burst, System.nanoTime())));
  }

  /**
   * Takes the events of one request.
   *
   * @param call what each event is; empty where events say so themselves
   * @return completes when Kafka has acknowledged every event; exceptionally with a {@link
   *     ProblemException} if it did not, and then the tracker sends all of them again
   * @throws ProblemException 413 for too many events, 429 over the key's rate, 503 while too much
   *     waits for Kafka
   */
  CompletableFuture<Receipt> take(Submission submission, Optional<Call> call, WriteKey key) {
    int events = submission.events().size();
    if (events > settings.maxEvents()) {
      throw ProblemException.of(
          413,
          "too many events",
          "the batch has " + events + " events; at most " + settings.maxEvents() + " are right");
    }
    Duration wait = limits.get(key).take(events, System.nanoTime());
    if (!wait.isZero()) {
      throw ProblemException.later(
          429,
          "too many events",
          "key " + key.name() + " may send " + settings.eventsPerSecond() + " events a second",
          wait);
    }
    return send(submission, call, key);
  }

  private CompletableFuture<Receipt> send(
      Submission submission, Optional<Call> call, WriteKey key) {
    reserve(submission.bytes());
    Delivery delivery = new Delivery(key, clock.instant().truncatedTo(ChronoUnit.MICROS));
    try {
      for (int i = 0; i < submission.events().size() && !delivery.failed(); i++) {
        delivery.take(i, submission, call);
      }
    } catch (RuntimeException e) {
      delivery.sent.add(CompletableFuture.failedFuture(e)); // no schema registry
    }
    return CompletableFuture.allOf(delivery.sent.toArray(CompletableFuture[]::new))
        .handle(
            (nothing, failure) -> {
              metrics.inFlight(inFlight.addAndGet(-submission.bytes()));
              if (failure != null) {
                throw unavailable(failure);
              }
              return delivery.receipt();
            });
  }

  private void reserve(int bytes) {
    long waiting = inFlight.addAndGet(bytes);
    if (waiting > settings.maxInFlightBytes()) {
      inFlight.addAndGet(-bytes);
      throw ProblemException.later(
          503, "busy", "too much waits for Kafka; send again a little later", WHEN_FULL);
    }
    metrics.inFlight(waiting);
  }

  private ProblemException unavailable(Throwable failure) {
    long now = System.nanoTime();
    long last = warnedAt.get();
    if (now - last > WARN_EVERY && warnedAt.compareAndSet(last, now)) {
      LOG.warn("Kafka did not take events; trackers are told to send again", failure);
    }
    return ProblemException.later(
        503, "unavailable", "Kafka does not take events now; send again later", WHEN_KAFKA_IS_AWAY);
  }

  /** The events of one request on their way. For one thread until it is sent. */
  private final class Delivery {
    private final WriteKey key;
    private final Instant receivedAt;
    private final List<CompletableFuture<Void>> sent = new ArrayList<>();
    private final List<Receipt.Refused> refused = new ArrayList<>();
    private final List<Topic> topics = new ArrayList<>();
    private int accepted;
    private int ignored;

    Delivery(WriteKey key, Instant receivedAt) {
      this.key = key;
      this.receivedAt = receivedAt;
    }

    /** Whether an event failed already, so that sending more would only fill buffers. */
    boolean failed() {
      return !sent.isEmpty() && sent.get(sent.size() - 1).isCompletedExceptionally();
    }

    void take(int index, Submission submission, Optional<Call> call) {
      JsonNode json = submission.events().get(index);
      try {
        List<SpecificRecord> made = make(json, submission.shared(), call);
        Optional<Violation> violation =
            made.stream()
                .flatMap(record -> Validation.check(record, receivedAt).stream())
                .findFirst();
        if (violation.isPresent()) {
          refuse(index, json, violation.get());
        } else if (made.isEmpty()) {
          ignored++;
        } else {
          accepted++;
          for (SpecificRecord record : made) {
            topics.add(Topic.of(record));
            sent.add(producer.send(record));
          }
        }
      } catch (RefusedEventException e) {
        refuse(index, json, e.violation());
      }
    }

    private List<SpecificRecord> make(JsonNode json, JsonNode shared, Optional<Call> call)
        throws RefusedEventException {
      Tracked event = new Tracked(call(json, call), withShared(json, shared), receivedAt);
      List<SpecificRecord> made = new ArrayList<>(1);
      for (Mapping row : Mapping.of(event)) {
        row.make(event).filter(this::mayMake).ifPresent(made::add);
      }
      return made;
    }

    /** Anybody can read a client's key, and may grant no consents and part nobody by it. */
    private boolean mayMake(SpecificRecord record) {
      return key.place() == WriteKey.Place.SERVER
          || !(record instanceof CustomerProfile)
              && !(record instanceof IdentityLink link && link.getLinkedTo() == null);
    }

    private void refuse(int index, JsonNode json, Violation violation) {
      JsonNode id = json.path("messageId");
      refused.add(new Receipt.Refused(index, id.isTextual() ? id.asText() : null, violation));
      sent.add(producer.send(letter(json, violation)));
    }

    private DeadLetter letter(JsonNode json, Violation violation) {
      return DeadLetter.newBuilder()
          .setTopic(ORIGIN)
          .setPartition(-1)
          .setOffset(-1)
          .setRecordedAt(receivedAt)
          .setRefusedAt(receivedAt)
          .setReason(violation.reason())
          .setField(violation.field())
          .setDetail(violation.detail())
          .setValue(ByteBuffer.wrap(json.toString().getBytes(StandardCharsets.UTF_8)))
          .build();
    }

    Receipt receipt() {
      topics.forEach(topic -> metrics.accepted(key, topic.topicName()));
      refused.forEach(one -> metrics.refused(key));
      for (int i = 0; i < ignored; i++) {
        metrics.ignored(key);
      }
      return new Receipt(accepted, ignored, refused);
    }
  }

  private static Call call(JsonNode json, Optional<Call> given) throws RefusedEventException {
    if (!json.isObject()) {
      throw RefusedEventException.of(
          DeadLetterReason.UNDECODABLE, "batch", "has an event that is no JSON object");
    }
    Optional<Call> call = given.isPresent() ? given : Call.ofType(json.path("type").asText());
    return call.orElseThrow(
        () ->
            RefusedEventException.of(
                DeadLetterReason.WRONG_RECORD,
                "type",
                "is none of track, identify, page, screen, group and alias"));
  }

  /**
   * What a batch says for all its events; a copy, so that a dead letter is as long as its event.
   */
  private static JsonNode withShared(JsonNode event, JsonNode shared) {
    JsonNode merged = event;
    for (String name : List.of("context", "sentAt")) {
      if (shared.has(name) && !event.has(name)) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll((ObjectNode) merged);
        merged = copy.set(name, shared.get(name));
      }
    }
    return merged;
  }
}
