package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.NoSuchAlgorithmException;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes the records of one topic to an Avro file, under a name that ends in {@code .part} until
 * {@link #finish()}.
 */
final class RecordFileWriter implements AutoCloseable {
  private static final int DEFLATE_LEVEL = 6;

  private final Path file;
  private final Path part;
  private final DataFileWriter<SpecificRecord> writer;
  private long count;

  RecordFileWriter(Path file, Topic topic) throws IOException {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.writer = new DataFileWriter<>(new SpecificDatumWriter<>(topic.schema()));
    writer.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL));
    // The sync marker is random unless given; a fixed one makes equal histories equal files.
    writer.create(topic.schema(), Files.newOutputStream(part), syncMarker(topic));
  }

  private static byte[] syncMarker(Topic topic) {
    try {
      return SchemaNormalization.parsingFingerprint("MD5", topic.schema());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  void append(SpecificRecord record) throws IOException {
    writer.append(record);
    count++;
  }

  /** Completes the file, gives it its name and returns how many records it has. */
  long finish() throws IOException {
    writer.close();
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    return count;
  }

  /** Removes what was not finished. */
  @Override
  public void close() {
    try {
      writer.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + part, e);
    }
  }
}
