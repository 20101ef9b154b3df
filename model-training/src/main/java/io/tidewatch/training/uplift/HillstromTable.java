package io.tidewatch.training.uplift;

import io.tidewatch.training.uplift.HillstromReport.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Hillstrom's table of an e-mail test: a row per customer, what is known of the year before, which
 * e-mail was sent, and what came of it in two weeks. Nobody writes to the arrays.
 */
final class HillstromTable {
  /** What was sent to whom. */
  enum Segment {
    NONE("No E-Mail"),
    MENS("Mens E-Mail"),
    WOMENS("Womens E-Mail");

    private final String inFile;

    Segment(String inFile) {
      this.inFile = inFile;
    }
  }

  private static final List<String> NUMBERS =
      List.of("recency", "history", "mens", "womens", "newbie");
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "zip_code", List.of("Urban", "Surburban", "Rural"),
          "channel", List.of("Web", "Phone", "Multichannel"));
  private static final List<String> WORD_COLUMNS = List.of("zip_code", "channel");

  private final String where;
  private final List<CSVRecord> rows;
  private final Segment[] segments;
  private final float[][] inputs;

  private HillstromTable(String where, List<CSVRecord> rows) {
    this.where = where;
    this.rows = rows;
    this.segments = rows.stream().map(this::segment).toArray(Segment[]::new);
    this.inputs = rows.stream().map(this::inputs).toArray(float[][]::new);
  }

  /**
   * Reads the published file.
   *
   * @param file CSV, plain or with {@code .gz}
   * @throws IllegalArgumentException if it is not there, or is not of that form
   */
  static HillstromTable read(Path file) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        var parser = format.parse(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String column : List.of("segment", "visit", "conversion", "spend", "history")) {
        if (!parser.getHeaderNames().contains(column)) {
          throw new IllegalArgumentException(
              file + ": no column '" + column + "' among " + parser.getHeaderNames());
        }
      }
      return new HillstromTable(file.toString(), parser.getRecords());
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          file + " does not exist; docs/data-sources.md says where it is published", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  int size() {
    return rows.size();
  }

  Segment segment(int row) {
    return segments[row];
  }

  /** Returns the rows of a segment, or of several, in the order of the file. */
  int[] rowsOf(Segment... wanted) {
    return IntStream.range(0, size())
        .filter(row -> Arrays.asList(wanted).contains(segments[row]))
        .toArray();
  }

  /** Returns what is known from before the test: numbers, and a 0 or 1 per word. */
  float[][] inputs(int[] at) {
    return IntStream.of(at).mapToObj(row -> inputs[row]).toArray(float[][]::new);
  }

  /** Returns an outcome of some rows. */
  double[] outcomes(Outcome outcome, int[] at) {
    return IntStream.of(at).mapToDouble(row -> number(rows.get(row), outcome.key())).toArray();
  }

  /** Returns what customers spent in the year before. */
  double[] history(int[] at) {
    return IntStream.of(at).mapToDouble(row -> number(rows.get(row), "history")).toArray();
  }

  private Segment segment(CSVRecord row) {
    String text = row.get("segment");
    return Arrays.stream(Segment.values())
        .filter(segment -> segment.inFile.equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(row, "segment", "No E-Mail, Mens E-Mail or Womens E-Mail"));
  }

  private float[] inputs(CSVRecord row) {
    float[] values = new float[NUMBERS.size() + 1 + 3 * WORD_COLUMNS.size()];
    int to = 0;
    for (String column : NUMBERS) {
      values[to++] = (float) number(row, column);
    }
    values[to++] = (float) Math.log1p(number(row, "history"));
    for (String column : WORD_COLUMNS) {
      int word = WORDS.get(column).indexOf(row.get(column));
      if (word < 0) {
        throw wrong(row, column, "one of " + WORDS.get(column));
      }
      values[to + word] = 1;
      to += 3;
    }
    return values;
  }

  private double number(CSVRecord row, String column) {
    try {
      double value = Double.parseDouble(row.get(column));
      if (value >= 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, with what would be right.
    }
    throw wrong(row, column, "a number of at least 0");
  }

  private IllegalArgumentException wrong(CSVRecord row, String column, String wanted) {
    return new IllegalArgumentException(
        "%s, row %d: column '%s' must be %s, is '%s'"
            .formatted(where, row.getRecordNumber(), column, wanted, row.get(column)));
  }

  @Override
  public String toString() {
    return where;
  }
}
