package io.tidewatch.training;

import io.tidewatch.connectors.history.EventFiles;
import io.tidewatch.connectors.history.EventOrder;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.scoring.TicketReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds training sets by replaying history through the live fold. */
public final class TrainingSets {
  private TrainingSets() {}

  /**
   * A customer at a time.
   *
   * @param customerId the customer
   * @param atMicros the time, stream time
   */
  public record Point(String customerId, long atMicros) {}

  /**
   * Replays a history as a bounded Flink job in this process.
   *
   * @param progress hears 0 to 1
   * @throws IllegalArgumentException if the history is too short for the horizon and the split
   */
  public static TrainingSet build(
      TrainingHistory history, TrainingOptions options, Progress progress) {
    if (history instanceof TrainingHistory.Directory directory) {
      return replay(directory.path(), history.about(), options, progress);
    }
    List<Event> events = ((TrainingHistory.InMemory) history).events();
    progress.at(0, "writing " + events.size() + " events");
    try {
      Path dir = Files.createTempDirectory("tidewatch-history-");
      try {
        EventFiles.write(dir, events.stream().sorted(EventOrder.BY_AVAILABILITY));
        return replay(dir, history.about(), options, progress.part(0.1, 1));
      } finally {
        delete(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrainingSet replay(
      Path dir, String about, TrainingOptions options, Progress progress) {
    progress.at(0, "reading history");
    long first = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    try (Stream<Event> events = EventFiles.read(dir)) {
      for (var all = events.iterator(); all.hasNext(); ) {
        long at = all.next().availableAtMicros();
        first = Math.min(first, at);
        end = Math.max(end, at);
      }
    }
    if (first > end) {
      throw new IllegalArgumentException(dir + " holds no events");
    }
    long split = split(first, end, options);
    progress.at(0.2, "replaying history through the fold");
    SnapshotTimes times =
        new SnapshotTimes(options.snapshotEveryDays(), options.horizonDays(), end);
    List<CustomerReplay> customers = ReplayJob.run(dir, times, options.parallelism());
    TrainingSet set = new TrainingSet(customers, first, end, split, about);
    progress.at(1, "training set: " + set);
    return set;
  }

  /** The test part must hold snapshots, and so must what lies a horizon before it. */
  private static long split(long first, long end, TrainingOptions options) {
    long horizon = options.horizonMicros();
    long split =
        options.split().map(Micros::of).orElse(end - (long) ((end - first) * options.testShare()));
    if (split - horizon <= first || split + horizon > end) {
      throw new IllegalArgumentException(
          "the history from "
              + Micros.toInstant(first)
              + " to "
              + Micros.toInstant(end)
              + " is too short for a test from "
              + Micros.toInstant(split)
              + " and a horizon of "
              + options.horizonDays()
              + " days: there must be more than a horizon on both sides; shorten the horizon or"
              + " move the split");
    }
    return split;
  }

  /**
   * Returns the feature vectors as the live job must have seen them: after all events that were
   * available at the time of the point, in the order in which the job replays them. Where several
   * events of a customer were available at the same microsecond, that is the state after the last
   * of them.
   *
   * @param events all events
   * @param points customers and times; a customer without events has the features of an empty state
   * @return a vector per point, in the order of the points, not standardised
   */
  public static List<float[]> featuresAt(List<Event> events, List<Point> points) {
    Map<String, List<Point>> wanted =
        points.stream()
            .collect(Collectors.groupingBy(Point::customerId, TreeMap::new, Collectors.toList()));
    TicketReading tickets = new TicketReading();
    Map<String, List<Event>> byCustomer = new HashMap<>();
    for (Event event : events) {
      if (wanted.containsKey(event.customerId())) {
        byCustomer
            .computeIfAbsent(event.customerId(), id -> new ArrayList<>())
            .add(tickets.forFold(event));
      }
    }
    Map<Point, float[]> found = new HashMap<>();
    wanted.forEach(
        (customerId, at) -> {
          long[] times = at.stream().mapToLong(Point::atMicros).sorted().distinct().toArray();
          CustomerReplay replay =
              CustomerReplay.of(
                  customerId, byCustomer.getOrDefault(customerId, List.of()), times, 1);
          for (Snapshot snapshot : replay.snapshots()) {
            found.put(new Point(customerId, snapshot.atMicros()), snapshot.features());
          }
        });
    return points.stream().map(found::get).toList();
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
