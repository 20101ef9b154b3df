package io.tidewatch.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.embedded.EmbeddedPlatform;
import io.tidewatch.platform.embedded.PlatformOptions;
import io.tidewatch.platform.releases.ReleasePush;
import io.tidewatch.platform.releases.ReleaseStatuses;
import io.tidewatch.platform.replay.Replay;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** A platform for one test, told a policy, offers, models and events, and listened to. */
final class ReplayRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final SigningKey KEY = SigningKey.generate();
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final EmbeddedPlatform platform;
  private final OutputFeed feed;
  private final RecordProducer producer;
  private final Replay replay;
  private Map<Topic, Long> produced = Map.of();

  private ReplayRun(EmbeddedPlatform platform) {
    this.platform = platform;
    this.feed = OutputFeed.start(platform.connection().configuration());
    this.producer = new RecordProducer(platform.connection().configuration());
    this.replay = new Replay(producer, Replay.UNLIMITED, Duration.ofHours(12));
  }

  static ReplayRun start(PlatformOptions options) {
    return new ReplayRun(EmbeddedPlatform.start(options.forReplay().trusting(KEY.verifyingKey())));
  }

  EmbeddedPlatform platform() {
    return platform;
  }

  Outputs outputs() {
    return feed.outputs();
  }

  void push(Policy policy, List<Offer> offers) {
    producer.send(policy);
    offers.forEach(producer::send);
    producer.flush();
  }

  /** Pushes releases and waits until all subtasks serve them. */
  void push(List<byte[]> releases) throws Exception {
    try (ReleaseStatuses statuses = ReleaseStatuses.follow(platform.connection().configuration())) {
      List<ModelRelease> pushed = new ArrayList<>();
      for (byte[] unsigned : releases) {
        byte[] zip = signed(unsigned);
        pushed.add(
            new ReleasePush(platform.models(), producer)
                .push(Release.read(zip), zip, Instant.now(), "test"));
      }
      pushed.forEach(release -> statuses.awaitInForce(release, PATIENCE));
    }
  }

  /** Returns a release as it is pushed. */
  static byte[] signed(byte[] release) throws Exception {
    return ReleaseSignature.sign(release, KEY);
  }

  /** Sends all events; the job may still be at work afterwards. */
  void replay(List<Event> events) throws InterruptedException {
    produced = replay.run(events.iterator(), (sent, at) -> {});
    long last = events.get(events.size() - 1).availableAtMicros();
    replay.advanceTo(Replay.after(last, Duration.ofMinutes(1)));
  }

  EventLedger ledger() {
    return EventLedger.of(produced, platform.counts());
  }

  /** Waits until all events are accounted for and nothing more comes out. */
  void awaitDrained() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              replay.remind();
              assertThat(ledger().complete()).as(ledger().toString()).isTrue();
            });
    await().atMost(PATIENCE).until(() -> feed.quietFor().compareTo(QUIET) > 0);
  }

  /** Reads everything that a topic holds. */
  List<SpecificRecord> readAll(Topic topic) {
    List<SpecificRecord> records = new ArrayList<>();
    try (RecordConsumer consumer =
        RecordConsumer.fromBeginning(platform.connection().configuration(), List.of(topic))) {
      while (!consumer.atEnd()) {
        for (ConsumedRecord consumed : consumer.poll(Duration.ofMillis(100))) {
          consumed.record().ifPresent(records::add);
        }
      }
    }
    return records;
  }

  @Override
  public void close() {
    try (platform;
        feed;
        producer) {
      producer.flush();
    }
  }
}
