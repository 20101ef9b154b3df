package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records of any topic as files: a directory with one Avro object container file for each topic
 * ({@code decision-log.avro}, {@code outcomes.avro}, ...), in the order in which they were written.
 * No method holds more than a block in memory.
 */
public final class RecordFiles {
  private RecordFiles() {}

  /** Returns the file of a topic. */
  public static Path file(Path dir, Topic topic) {
    return dir.resolve(topic.topicName() + ".avro");
  }

  /**
   * Writes records of a topic, over those of an earlier run. The file gets its name when everything
   * is written.
   *
   * @param dir created if absent
   * @param source hands every record to what it is given
   * @return how many records there were
   * @throws UncheckedIOException if writing fails
   */
  public static long write(Path dir, Topic topic, Consumer<Consumer<SpecificRecord>> source) {
    Path file = file(dir, topic);
    try {
      Files.createDirectories(dir);
      try (RecordFileWriter writer = new RecordFileWriter(file, topic)) {
        source.accept(record -> append(writer, record));
        return writer.finish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void append(RecordFileWriter writer, SpecificRecord record) {
    try {
      writer.append(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the records of a topic.
   *
   * @throws UnreadableHistoryException if the file is absent, broken or of another topic
   */
  public static void read(Path dir, Topic topic, Consumer<SpecificRecord> each) {
    Path file = file(dir, topic);
    if (!Files.exists(file)) {
      throw new UnreadableHistoryException(
          file + " does not exist; ./tidewatch policy export writes such a directory");
    }
    try (RecordFileReader reader = RecordFileReader.open(file)) {
      if (reader.topic() != topic) {
        throw new UnreadableHistoryException(
            file + " holds records of " + reader.topic().topicName());
      }
      while (reader.hasNext()) {
        each.accept(reader.next());
      }
    }
  }
}
