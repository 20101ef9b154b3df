package io.tidewatch.platform.outcome;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.util.List;

/**
 * One record that two runs do not have alike. Says of no customer who it is: numbers and words of
 * fixed sets are shown, of texts and bytes only where they part.
 *
 * @param topic where the record stands
 * @param id the record's own id
 * @param atMicros stream time of the decision
 * @param kind what is wrong with it
 * @param fields the paths of the fields that differ, each with what was expected and what was
 *     found; empty unless {@link Kind#DIFFERING}
 */
public record Difference(Topic topic, String id, long atMicros, Kind kind, List<Field> fields) {
  /** What is wrong with a record. */
  public enum Kind {
    /** It is missing. */
    LOST,
    /** It is there, and the undisturbed run does not have it. */
    UNEXPECTED,
    /** It has other bytes. */
    DIFFERING
  }

  /**
   * A field that differs.
   *
   * @param path its place, such as {@code models[0].sha256}
   */
  public record Field(String path, String expected, String found) {
    @Override
    public String toString() {
      return path + ": " + expected + " became " + found;
    }
  }

  public Difference {
    fields = List.copyOf(fields);
  }

  @Override
  public String toString() {
    return "%s %s %s at %s %s"
        .formatted(topic.topicName(), id, kind, Micros.toInstant(atMicros), fields);
  }
}
