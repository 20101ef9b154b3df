package io.tidewatch.connectors.files;

import io.tidewatch.connectors.kafka.privacy.SearchTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * The rows of a Parquet file, by its own columns: whoever wrote it, and however it is compressed by
 * the codecs that are here. Holds one group of rows at a time. Stateless.
 */
final class ParquetValues {
  private ParquetValues() {}

  /** Takes rows. */
  private interface Rows {
    void row(Group row) throws IOException;
  }

  /**
   * Counts what is found, by what it is called.
   *
   * @throws IOException if the file cannot be read as Parquet
   */
  static Map<String, Long> search(Path file, SearchTerms terms) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    try (ParquetFileReader reader = open(file)) {
      read(
          reader,
          row ->
              terms
                  .in(row.toString())
                  .forEach((term, times) -> found.merge(term, times, Long::sum)));
    } catch (RuntimeException e) {
      throw new IOException(file + " cannot be read as Parquet: " + e.getMessage(), e);
    }
    return found;
  }

  /**
   * Copies the rows without a find into another file of the same columns.
   *
   * @return how many rows were left out
   * @throws IOException if the file cannot be read as Parquet, or the other not be written
   */
  static long copyWithout(Path file, Path copy, SearchTerms terms) throws IOException {
    long[] left = {0};
    try (ParquetFileReader reader = open(file)) {
      FileMetaData about = reader.getFooter().getFileMetaData();
      try (ParquetWriter<Group> writer =
          new Builder(new LocalOutputFile(copy), about)
              .withConf(new PlainParquetConfiguration())
              .withCompressionCodec(CompressionCodecName.SNAPPY)
              .build()) {
        read(
            reader,
            row -> {
              if (terms.in(row.toString()).isEmpty()) {
                writer.write(row);
              } else {
                left[0]++;
              }
            });
      }
    } catch (RuntimeException e) {
      throw new IOException(file + " cannot be copied as Parquet: " + e.getMessage(), e);
    }
    return left[0];
  }

  private static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(
        new LocalInputFile(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }

  private static void read(ParquetFileReader reader, Rows rows) throws IOException {
    MessageType schema = reader.getFooter().getFileMetaData().getSchema();
    for (PageReadStore pages = reader.readNextRowGroup();
        pages != null;
        pages = reader.readNextRowGroup()) {
      RecordReader<Group> groups =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(pages, new GroupRecordConverter(schema));
      for (long i = 0; i < pages.getRowCount(); i++) {
        rows.row(groups.read());
      }
    }
  }

  /** Writes rows as they were read. */
  private static final class Builder extends ParquetWriter.Builder<Group, Builder> {
    private final FileMetaData about;

    Builder(OutputFile file, FileMetaData about) {
      super(file);
      this.about = about;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Group> getWriteSupport(ParquetConfiguration ignored) {
      return new Columns(about);
    }

    @Override
    protected WriteSupport<Group> getWriteSupport(Configuration ignored) {
      return new Columns(about);
    }
  }

  /** The columns that the file had. */
  private static final class Columns extends WriteSupport<Group> {
    private final FileMetaData about;
    private GroupWriter writer;

    Columns(FileMetaData about) {
      this.about = about;
    }

    @Override
    public WriteContext init(Configuration ignored) {
      return new WriteContext(about.getSchema(), about.getKeyValueMetaData());
    }

    @Override
    public WriteContext init(ParquetConfiguration ignored) {
      return new WriteContext(about.getSchema(), about.getKeyValueMetaData());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      writer = new GroupWriter(consumer, about.getSchema());
    }

    @Override
    public void write(Group row) {
      writer.write(row);
    }
  }
}
