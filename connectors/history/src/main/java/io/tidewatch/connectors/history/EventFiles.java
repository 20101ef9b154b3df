package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Histories as files: a directory with one Avro object container file for each event topic ({@code
 * purchases.avro}, {@code clickstream.avro}, ...), each in the order of {@link EventOrder}.
 */
public final class EventFiles {
  private EventFiles() {}

  /**
   * Writes events to a directory, one file for each topic that occurs.
   *
   * @param dir created if absent
   * @param events in the order of {@link EventOrder}; consumed and closed
   * @return how many events each topic got
   * @throws IllegalArgumentException if the events are out of order
   */
  public static Map<Topic, Long> write(Path dir, Stream<Event> events) {
    throw new UnsupportedOperationException("to come");
  }

  /**
   * Reads a directory of such files, or one file, as one ordered stream with bounded memory. Close
   * the stream after use.
   */
  public static Stream<Event> read(Path dirOrFile) {
    throw new UnsupportedOperationException("to come");
  }
}
