package io.tidewatch.platform.chaos;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.embedded.EmbeddedPlatform;
import io.tidewatch.platform.embedded.PlatformOptions;
import io.tidewatch.platform.outcome.Outcome;
import io.tidewatch.platform.replay.Replay;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.EventCounts;
import io.tidewatch.scoring.ReleaseOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What should have come out: the same events again, in order, where nothing disturbs. */
final class Undisturbed {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration QUIET = Duration.ofSeconds(3);

  private Undisturbed() {}

  /**
   * Runs them through a job in this process.
   *
   * @param folder for topics and state
   * @param script what was sent
   * @param endMicros stream time that was reached at the end, in microseconds
   * @param topics topics to read
   */
  static Outcome run(
      Path folder, ChaosReleases releases, LoadScript script, long endMicros, Set<Topic> topics)
      throws InterruptedException {
    PlatformOptions options =
        PlatformOptions.in(folder)
            .withScoring(ReleaseOptions.TRUSTED_KEYS.key(), releases.trustedKey());
    for (Map.Entry<String, String> entry : Arena.SCORING.entrySet()) {
      options = options.withScoring(entry.getKey(), entry.getValue());
    }
    try (EmbeddedPlatform platform = EmbeddedPlatform.start(options);
        RecordProducer producer = new RecordProducer(platform.connection().configuration());
        Stream<Event> events = script.all()) {
      releases.announce(platform.connection(), platform.models(), script.generator());
      Replay replay = new Replay(producer, Replay.UNLIMITED, Duration.ofHours(12));
      Iterator<Event> all = events.iterator();
      replay.run(all, (sent, at) -> {});
      replay.advanceTo(endMicros);
      awaitProcessed(platform, replay, script);
      return awaitQuiet(platform, topics, folder.resolve("undisturbed.records"));
    }
  }

  private static void awaitProcessed(EmbeddedPlatform platform, Replay replay, LoadScript script)
      throws InterruptedException {
    long events = script.events() + script.duplicates();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (processed(platform) < events) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "undisturbed, " + processed(platform) + " of " + events + " events were dealt with");
      }
      replay.remind();
      Thread.sleep(300);
    }
  }

  private static long processed(EmbeddedPlatform platform) {
    Map<String, EventCounts> counts = platform.counts();
    return Arrays.stream(Topic.values())
        .filter(Topic::isEvent)
        .map(topic -> counts.get(topic.topicName()))
        .mapToLong(count -> count.folded() + count.duplicate())
        .sum();
  }

  private static Outcome awaitQuiet(EmbeddedPlatform platform, Set<Topic> topics, Path file)
      throws InterruptedException {
    String bootstrapServers = platform.connection().bootstrapServers();
    Outcome outcome = Outcome.read(bootstrapServers, topics, file);
    for (long before = -1; outcome.count() != before; ) {
      before = outcome.count();
      Thread.sleep(QUIET.toMillis());
      outcome = Outcome.read(bootstrapServers, topics, file);
    }
    return outcome;
  }
}
