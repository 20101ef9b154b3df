package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Topic;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the records of one Avro file, whatever older schema of the topic it was written with.
 * Everything that can be wrong with it becomes an {@link UnreadableHistoryException}.
 */
final class RecordFileReader implements AutoCloseable {
  private final Path file;
  private final Topic topic;
  private final DataFileReader<SpecificRecord> reader;
  private final long length;
  private long count;

  private RecordFileReader(
      Path file, Topic topic, DataFileReader<SpecificRecord> reader, long length) {
    this.file = file;
    this.length = length;
    this.topic = topic;
    this.reader = reader;
  }

  /** Opens a file and finds the topic by the name of the record in its header. */
  static RecordFileReader open(Path file) {
    var datums = new SpecificDatumReader<SpecificRecord>();
    try {
      var reader = new DataFileReader<>(file.toFile(), datums);
      String record = reader.getSchema().getFullName();
      Topic topic =
          Arrays.stream(Topic.values())
              .filter(each -> each.schema().getFullName().equals(record))
              .findFirst()
              .orElse(null);
      if (topic == null) {
        reader.close();
        throw new UnreadableHistoryException(file + " holds " + record + ", which no topic has");
      }
      datums.setExpected(topic.schema());
      return new RecordFileReader(file, topic, reader, Files.size(file));
    } catch (UnreadableHistoryException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnreadableHistoryException(
          file + " is not an Avro object container file (" + e.getMessage() + ")", e);
    }
  }

  Topic topic() {
    return topic;
  }

  boolean hasNext() {
    try {
      boolean more = reader.hasNext();
      // Avro takes a file that ends inside a block for one that ends after the block before.
      if (!more && reader.previousSync() != length) {
        throw new EOFException("it ends inside a block");
      }
      return more;
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  SpecificRecord next() {
    try {
      SpecificRecord record = reader.next();
      count++;
      return record;
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  /** Makes an error that names the file and the record read last. */
  UnreadableHistoryException bad(String what) {
    return new UnreadableHistoryException(file + " record " + count + ": " + what);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UnreadableHistoryException("cannot close " + file, e);
    }
  }

  private UnreadableHistoryException broken(Exception e) {
    return new UnreadableHistoryException(
        file
            + " is broken after record "
            + count
            + " ("
            + e.getMessage()
            + "); write or copy it again",
        e);
  }
}
