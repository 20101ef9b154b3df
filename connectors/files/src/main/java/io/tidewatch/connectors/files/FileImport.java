package io.tidewatch.connectors.files;

import io.tidewatch.connectors.kafka.RecordProducer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Sends the rows of a file to the topic of a mapping. For one thread. */
public final class FileImport {
  private static final int ROWS_BETWEEN_REPORTS = 500;

  private final RowMapping mapping;
  private final char separator;
  private final Clock clock;

  /**
   * Prepares.
   *
   * @param separator what stands between the columns of a CSV file
   */
  public FileImport(RowMapping mapping, char separator, Clock clock) {
    this.mapping = mapping;
    this.separator = separator;
    this.clock = clock;
  }

  /**
   * What came of a file.
   *
   * @param imported rows that became records
   * @param refused rows that did not; the report has each of them
   */
  public record Result(long imported, long refused) {}

  /**
   * Sends all rows, and returns when Kafka has them. A file that is imported again gives the same
   * event ids, so nothing is counted twice.
   *
   * @param producer where to; nowhere, to check the file alone
   * @param report gets line and reason of each row that was refused, as CSV, without what stands in
   *     the row; not written if there is none
   * @param progress told the share of the file that was read, 0 to 1
   * @throws IOException if the file cannot be read, or the report not written
   * @throws IllegalArgumentException if the file lacks a column of the mapping
   * @throws IllegalStateException if Kafka does not take a record
   */
  public Result run(
      Path file, Optional<RecordProducer> producer, Path report, DoubleConsumer progress)
      throws IOException {
    long size = Math.max(1, Files.size(file));
    long imported = 0;
    Files.deleteIfExists(report);
    try (FileRows rows = FileRows.open(file, separator);
        Refused refused = new Refused(report)) {
      rows.header().ifPresent(mapping::requireColumns);
      while (rows.hasNext()) {
        FileRow row = rows.next();
        try {
          SpecificRecord record =
              mapping.record(row, clock.instant().truncatedTo(ChronoUnit.MICROS));
          producer.ifPresent(to -> to.send(record));
          imported++;
        } catch (BadRowException e) {
          refused.add(row.line(), e.getMessage());
        }
        if ((imported + refused.number) % ROWS_BETWEEN_REPORTS == 0) {
          progress.accept((double) rows.bytesRead() / size);
        }
      }
      producer.ifPresent(RecordProducer::flush);
      progress.accept(1);
      return new Result(imported, refused.number);
    }
  }

  /** The report; made when the first row is refused. */
  private static final class Refused implements AutoCloseable {
    private final Path file;
    private CSVPrinter printer;
    private long number;

    Refused(Path file) {
      this.file = file;
    }

    void add(long line, String reason) throws IOException {
      if (printer == null) {
        BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        printer =
            new CSVPrinter(writer, CSVFormat.RFC4180.builder().setHeader("line", "reason").get());
      }
      number++;
      printer.printRecord(line, reason);
    }

    @Override
    public void close() throws IOException {
      if (printer != null) {
        printer.close(true);
      }
    }
  }
}
