package io.tidewatch.training.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * IBM's table of telephone customers: a row per customer, numbers and words, and whether the
 * customer left. Immutable.
 *
 * @param rows values by column, as they stand in the file
 * @param where name of the file, for errors
 */
record TelcoTable(List<Map<String, String>> rows, String where) {
  private static final String ID = "customerID";
  private static final String LABEL = "Churn";
  private static final Set<String> NUMBERS =
      Set.of("SeniorCitizen", "tenure", "MonthlyCharges", "TotalCharges");

  TelcoTable {
    rows = List.copyOf(rows);
  }

  static TelcoTable read(Path file) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        var parser = format.parse(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String column : List.of(ID, LABEL, "tenure")) {
        if (!parser.getHeaderNames().contains(column)) {
          throw new IllegalArgumentException(
              file + ": no column '" + column + "' among " + parser.getHeaderNames());
        }
      }
      return new TelcoTable(parser.stream().map(CSVRecord::toMap).toList(), file.toString());
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

  /** Returns the rows at some indices. */
  TelcoTable at(int[] indices) {
    List<Map<String, String>> some = new ArrayList<>(indices.length);
    for (int i : indices) {
      some.add(rows.get(i));
    }
    return new TelcoTable(some, where);
  }

  /** Returns the rows whose customers are not in another table. */
  TelcoTable without(TelcoTable other) {
    Set<String> excluded = new LinkedHashSet<>();
    other.rows.forEach(row -> excluded.add(row.get(ID)));
    return new TelcoTable(
        rows.stream().filter(row -> !excluded.contains(row.get(ID))).toList(), where);
  }

  boolean[] labels() {
    boolean[] left = new boolean[size()];
    for (int i = 0; i < left.length; i++) {
      String label = rows.get(i).get(LABEL);
      if (!label.equals("Yes") && !label.equals("No")) {
        throw new IllegalArgumentException(
            where + ": column 'Churn' must be Yes or No, is '" + label + "'");
      }
      left[i] = label.equals("Yes");
    }
    return left;
  }

  /** Returns what the inputs are: numbers by column, and a yes or no per word of the others. */
  List<String> inputs() {
    Set<String> inputs = new LinkedHashSet<>();
    for (Map<String, String> row : rows) {
      row.forEach(
          (column, value) -> {
            if (!column.equals(ID) && !column.equals(LABEL)) {
              inputs.add(NUMBERS.contains(column) ? column : column + "=" + value);
            }
          });
    }
    return List.copyOf(inputs);
  }

  /**
   * Returns the rows as numbers.
   *
   * @param inputs what to take; words that are not among them count as no
   */
  float[][] encoded(List<String> inputs) {
    float[][] encoded = new float[size()][inputs.size()];
    for (int i = 0; i < encoded.length; i++) {
      Map<String, String> row = rows.get(i);
      for (int j = 0; j < inputs.size(); j++) {
        String input = inputs.get(j);
        int equals = input.indexOf('=');
        encoded[i][j] =
            equals < 0
                ? number(input, row.get(input))
                : input.substring(equals + 1).equals(row.get(input.substring(0, equals))) ? 1 : 0;
      }
    }
    return encoded;
  }

  /** A customer in the first month has no total yet: it is blank. */
  private float number(String column, String value) {
    try {
      return value.isBlank() ? 0 : Float.parseFloat(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          where + ": column '" + column + "' must be a number, is '" + value + "'", e);
    }
  }
}
