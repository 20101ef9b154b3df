package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A data set read from a published file where it lies. Everything in it is observed; it has no
 * offers. The events are held in memory.
 */
final class PublishedFiles implements DataSet {
  /**
   * What is known of a published set without reading it.
   *
   * @param name name in commands
   * @param title name for people
   * @param file path inside the data directory
   * @param licence licence, or that none is stated
   * @param attribution whom to credit
   * @param topics the topics that its events belong to
   * @param split fixed cut of the history; empty to cut after three quarters of the time
   * @param reader reads the file into events in any order
   */
  record Description(
      String name,
      String title,
      String file,
      String licence,
      String attribution,
      Set<Topic> topics,
      Optional<Instant> split,
      Function<Path, List<Event>> reader) {}

  private final Description description;
  private final List<Event> events;

  private PublishedFiles(Description description, List<Event> events) {
    this.description = description;
    this.events = events;
  }

  /**
   * Reads a set.
   *
   * @throws UnreadableHistoryException if there is no data directory, or the file is absent, broken
   *     or empty
   */
  static PublishedFiles open(Description description, Optional<Path> dataDir) {
    Path dir =
        dataDir.orElseThrow(
            () ->
                new UnreadableHistoryException(
                    "data set '"
                        + description.name()
                        + "' is not bundled: name the directory that holds "
                        + description.file()
                        + " (--data DIR); docs/data-sources.md says where the file is published"));
    Path file = dir.resolve(description.file());
    if (!Files.isRegularFile(file)) {
      throw new UnreadableHistoryException(
          "data set '"
              + description.name()
              + "' needs "
              + file
              + ", which does not exist; docs/data-sources.md says where it is published");
    }
    List<Event> events = new ArrayList<>(description.reader().apply(file));
    if (events.isEmpty()) {
      throw new UnreadableHistoryException(file + " holds no events; put the published file there");
    }
    events.sort(EventOrder.BY_AVAILABILITY);
    return new PublishedFiles(description, List.copyOf(events));
  }

  @Override
  public String name() {
    return description.name();
  }

  @Override
  public String title() {
    return description.title();
  }

  @Override
  public String licence() {
    return description.licence();
  }

  @Override
  public String attribution() {
    return description.attribution();
  }

  @Override
  public Set<Topic> observedTopics() {
    return description.topics();
  }

  @Override
  public Set<Topic> simulatedTopics() {
    return Set.of();
  }

  @Override
  public Stream<Event> events() {
    return events.stream();
  }

  @Override
  public List<Offer> offers() {
    return List.of();
  }

  @Override
  public Instant firstAt() {
    return Micros.toInstant(events.get(0).availableAtMicros());
  }

  @Override
  public Instant lastAt() {
    return Micros.toInstant(events.get(events.size() - 1).availableAtMicros());
  }

  @Override
  public Instant suggestedSplit() {
    Duration period = Duration.between(firstAt(), lastAt());
    return description.split().orElseGet(() -> firstAt().plus(period.multipliedBy(3).dividedBy(4)));
  }
}
