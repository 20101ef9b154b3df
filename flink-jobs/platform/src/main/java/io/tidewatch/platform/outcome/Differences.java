package io.tidewatch.platform.outcome;

import io.tidewatch.schemas.Topic;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Gathers what differs, and keeps what is first in stream time. One thread. */
final class Differences {
  private static final Comparator<Candidate> BY_TIME =
      Comparator.comparingLong(Candidate::atMicros)
          .thenComparing(Candidate::topic)
          .thenComparing(Candidate::id);

  private final int most;
  private final PriorityQueue<Candidate> first = new PriorityQueue<>(BY_TIME.reversed());

  /** A record that is not alike; its bytes on both sides, where it is. */
  private record Candidate(
      Topic topic, String id, long atMicros, Optional<byte[]> expected, Optional<byte[]> found) {
    private Difference difference() {
      if (expected.isEmpty()) {
        return new Difference(topic, id, atMicros, Difference.Kind.UNEXPECTED, List.of());
      }
      if (found.isEmpty()) {
        return new Difference(topic, id, atMicros, Difference.Kind.LOST, List.of());
      }
      return new Difference(
          topic,
          id,
          atMicros,
          Difference.Kind.DIFFERING,
          DecisionReader.compare(topic, expected.get(), found.get()));
    }
  }

  /**
   * Begins without any.
   *
   * @param most how many to keep
   */
  Differences(int most) {
    this.most = most;
  }

  void lost(Topic topic, String id, byte[] expected) {
    add(topic, id, Optional.of(expected), Optional.empty());
  }

  void unexpected(Topic topic, String id, byte[] found) {
    add(topic, id, Optional.empty(), Optional.of(found));
  }

  void differing(Topic topic, String id, byte[] expected, byte[] found) {
    add(topic, id, Optional.of(expected), Optional.of(found));
  }

  private void add(Topic topic, String id, Optional<byte[]> expected, Optional<byte[]> found) {
    byte[] either = expected.or(() -> found).orElseThrow();
    first.add(new Candidate(topic, id, DecisionReader.atMicros(topic, either), expected, found));
    if (first.size() > most) {
      first.remove();
    }
  }

  /** Returns them by rising time: what comes later may follow from what came before. */
  List<Difference> first() {
    return first.stream().sorted(BY_TIME).map(Candidate::difference).toList();
  }
}
