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

/** What should have come out: the same events once more, in order, where nothing disturbs. */
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
      awaitProcessed(platform, replay, script.events());
      return awaitQuiet(platform, topics);
    }
  }

  private static void awaitProcessed(EmbeddedPlatform platform, Replay replay, long events)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (folded(platform) < events) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "undisturbed, " + folded(platform) + " of " + events + " events were folded");
      }
      replay.remind();
      Thread.sleep(300);
    }
  }

  private static long folded(EmbeddedPlatform platform) {
    Map<String, EventCounts> counts = platform.counts();
    return Arrays.stream(Topic.values())
        .filter(Topic::isEvent)
        .mapToLong(topic -> counts.get(topic.topicName()).folded())
        .sum();
  }

  private static Outcome awaitQuiet(EmbeddedPlatform platform, Set<Topic> topics)
      throws InterruptedException {
    Outcome outcome = read(platform, topics);
    for (long before = -1; outcome.count() != before; outcome = read(platform, topics)) {
      before = outcome.count();
      Thread.sleep(QUIET.toMillis());
    }
    return outcome;
  }

  private static Outcome read(EmbeddedPlatform platform, Set<Topic> topics) {
    return Outcome.read(platform.connection().bootstrapServers(), topics);
  }
}
