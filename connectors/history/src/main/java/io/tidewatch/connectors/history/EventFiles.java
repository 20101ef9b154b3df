package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Histories as files: a directory with one Avro object container file for each event topic ({@code
 * purchases.avro}, {@code clickstream.avro}, ...), each in the order of {@link EventOrder}. The
 * files carry their schema and are compressed with deflate, so that any Avro tool reads them. No
 * method holds more than a block of each file in memory.
 */
public final class EventFiles {
  private static final String SUFFIX = ".avro";
  private static final int CHARACTERISTICS =
      Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;

  private EventFiles() {}

  /**
   * Writes events to a directory, one file for each topic that occurs. Files get their names when
   * everything is written, so that a broken run leaves none behind.
   *
   * @param dir created if absent; must not contain event files yet
   * @param events in the order of {@link EventOrder}; consumed and closed
   * @return how many events each topic got
   * @throws IllegalArgumentException if the events are out of order
   * @throws UnreadableHistoryException if the directory has event files already
   * @throws UncheckedIOException if writing fails
   */
  public static Map<Topic, Long> write(Path dir, Stream<Event> events) {
    Map<Topic, RecordFileWriter> writers = new EnumMap<>(Topic.class);
    try (events) {
      for (Path file : eventFiles(dir)) {
        throw new UnreadableHistoryException(
            file + " exists already; write to an empty directory, or remove it first");
      }
      Files.createDirectories(dir);
      Event previous = null;
      for (Iterator<Event> each = events.iterator(); each.hasNext(); ) {
        Event event = each.next();
        if (previous != null && EventOrder.BY_AVAILABILITY.compare(previous, event) > 0) {
          throw new IllegalArgumentException(
              "events out of order: "
                  + event.topic().topicName()
                  + " event "
                  + event.eventId()
                  + " comes after a later one; sort them by EventOrder");
        }
        previous = event;
        writer(writers, dir, event.topic()).append(event.record());
      }
      Map<Topic, Long> counts = new EnumMap<>(Topic.class);
      for (var entry : writers.entrySet()) {
        counts.put(entry.getKey(), entry.getValue().finish());
      }
      return counts;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write events to " + dir, e);
    } finally {
      writers.values().forEach(RecordFileWriter::close);
    }
  }

  /**
   * Reads a directory of event files, or one file, as one stream in the order of {@link
   * EventOrder}. Close the stream after use.
   *
   * @throws UnreadableHistoryException if there is no event file, or a file is broken or out of
   *     order; found out while the stream is consumed
   */
  public static Stream<Event> read(Path dirOrFile) {
    List<Path> files =
        Files.isDirectory(dirOrFile) ? eventFiles(dirOrFile) : List.of(existing(dirOrFile));
    if (files.isEmpty()) {
      throw new UnreadableHistoryException(
          dirOrFile
              + " holds no event files; expected at least one of "
              + Arrays.stream(Topic.values())
                  .filter(Topic::isEvent)
                  .map(topic -> topic.topicName() + SUFFIX)
                  .toList());
    }
    List<EventFileCursor> cursors = new ArrayList<>();
    try {
      for (Path file : files) {
        cursors.add(EventFileCursor.open(file));
      }
    } catch (RuntimeException e) {
      cursors.forEach(EventFileCursor::close);
      throw e;
    }
    var merged = Spliterators.spliteratorUnknownSize(new MergedEvents(cursors), CHARACTERISTICS);
    return StreamSupport.stream(merged, false)
        .onClose(() -> cursors.forEach(EventFileCursor::close));
  }

  private static RecordFileWriter writer(
      Map<Topic, RecordFileWriter> writers, Path dir, Topic topic) throws IOException {
    RecordFileWriter writer = writers.get(topic);
    if (writer == null) {
      writer = new RecordFileWriter(file(dir, topic), topic);
      writers.put(topic, writer);
    }
    return writer;
  }

  private static List<Path> eventFiles(Path dir) {
    return Arrays.stream(Topic.values())
        .filter(Topic::isEvent)
        .map(topic -> file(dir, topic))
        .filter(Files::exists)
        .toList();
  }

  private static Path file(Path dir, Topic topic) {
    return dir.resolve(topic.topicName() + SUFFIX);
  }

  private static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw new UnreadableHistoryException(
          file + " does not exist; give an event file, or a directory of them");
    }
    return file;
  }
}
