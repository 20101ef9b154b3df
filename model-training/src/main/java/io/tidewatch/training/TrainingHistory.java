package io.tidewatch.training;

import io.tidewatch.connectors.history.DataSet;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the events to learn from come from. Order does not matter: a training sorts by arrival. */
public sealed interface TrainingHistory {

  /** Returns what model cards say of the data: name, licence, what is observed and simulated. */
  String about();

  /**
   * A directory of Avro container files, one per topic, as {@code EventFiles} writes it.
   *
   * @param path the directory
   * @param about what model cards say of the data
   */
  record Directory(Path path, String about) implements TrainingHistory {
    public Directory {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(about, "about");
    }
  }

  /**
   * Events in memory.
   *
   * @param events the events, of any customers
   * @param about what model cards say of the data
   */
  record InMemory(List<Event> events, String about) implements TrainingHistory {
    public InMemory {
      events = List.copyOf(events);
      Objects.requireNonNull(about, "about");
    }
  }

  /** Returns the history in a directory of Avro container files. */
  static TrainingHistory directory(Path path) {
    return new Directory(path, "events from files; see their owner for what was observed");
  }

  /** Returns a history of events that are in memory. */
  static TrainingHistory of(List<Event> events) {
    return of(events, "events handed over by the caller");
  }

  /** Returns a history of events that are in memory. */
  static TrainingHistory of(List<Event> events, String about) {
    return new InMemory(events, about);
  }

  /** Returns all events of a data set. */
  static TrainingHistory of(DataSet dataSet) {
    try (Stream<Event> events = dataSet.events()) {
      return of(events.toList(), about(dataSet));
    }
  }

  /** Returns what model cards say of a data set. */
  static String about(DataSet dataSet) {
    return dataSet.title()
        + ". Licence: "
        + dataSet.licence()
        + ". Observed: "
        + names(dataSet.observedTopics())
        + ". Simulated: "
        + names(dataSet.simulatedTopics())
        + ".";
  }

  private static String names(Collection<Topic> topics) {
    return topics.isEmpty()
        ? "nothing"
        : topics.stream().map(Topic::topicName).sorted().collect(Collectors.joining(", "));
  }
}
