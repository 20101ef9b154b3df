package io.tidewatch.training;

import io.tidewatch.schemas.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Where the events to learn from come from. Order does not matter: a training sorts by arrival. */
public sealed interface TrainingHistory {

  /**
   * A directory of Avro container files, one per topic, as {@code EventFiles} writes it.
   *
   * @param path the directory
   */
  record Directory(Path path) implements TrainingHistory {
    public Directory {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * Events in memory.
   *
   * @param events the events, of any customers
   */
  record InMemory(List<Event> events) implements TrainingHistory {
    public InMemory {
      events = List.copyOf(events);
    }
  }

  /** Returns the history in a directory of Avro container files. */
  static TrainingHistory directory(Path path) {
    return new Directory(path);
  }

  /** Returns a history of events that are in memory. */
  static TrainingHistory of(List<Event> events) {
    return new InMemory(events);
  }
}
