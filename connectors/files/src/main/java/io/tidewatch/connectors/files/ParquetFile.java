package io.tidewatch.connectors.files;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/**
 * A Parquet file that is being written: the columns of a topic's records, compressed by Snappy. It
 * has its name only when it is complete; until then it stands beside it, with .part behind the
 * name. For one thread.
 */
final class ParquetFile implements AutoCloseable {
  /** What is held in memory before it is written; readers skip and share files by such groups. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final Path file;
  private final Path part;
  private final ParquetWriter<SpecificRecord> writer;
  private boolean closed;

  private ParquetFile(Path file, Topic topic) throws IOException {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.writer =
        new Builder(new LocalOutputFile(part), topic)
            // Empty: settings would be copied into a configuration of Hadoop's, which is not here.
            .withConf(new PlainParquetConfiguration())
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build();
  }

  /**
   * Begins a file.
   *
   * @throws IOException if none can be written there
   */
  static ParquetFile begin(Path file, Topic topic) throws IOException {
    return new ParquetFile(file, topic);
  }

  /** Adds a row. */
  void add(SpecificRecord record) throws IOException {
    writer.write(record);
  }

  /** Ends the file and gives it its name, in place of a file that has it. */
  void complete() throws IOException {
    closed = true;
    writer.close();
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Forgets what was written unless it is complete. */
  @Override
  public void close() throws IOException {
    try {
      if (!closed) {
        closed = true;
        writer.close();
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Gives the writer the records' columns. */
  private static final class Builder extends ParquetWriter.Builder<SpecificRecord, Builder> {
    private final Topic topic;

    Builder(OutputFile file, Topic topic) {
      super(file);
      this.topic = topic;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<SpecificRecord> getWriteSupport(ParquetConfiguration ignored) {
      return new Columns(topic.schema(), SpecificData.getForClass(topic.recordClass()));
    }

    @Override
    protected WriteSupport<SpecificRecord> getWriteSupport(Configuration ignored) {
      return getWriteSupport(new PlainParquetConfiguration());
    }
  }

  /**
   * Columns that follow from an Avro schema, lists in three levels as Parquet's format has them.
   */
  private static final class Columns extends AvroWriteSupport<SpecificRecord> {
    private static final ParquetConfiguration SETTINGS =
        new PlainParquetConfiguration(Map.of(WRITE_OLD_LIST_STRUCTURE, "false"));

    Columns(Schema schema, SpecificData model) {
      super(new AvroSchemaConverter(SETTINGS).convert(schema), schema, model);
    }

    @Override
    public WriteContext init(ParquetConfiguration ignored) {
      return super.init(SETTINGS);
    }
  }
}
