package io.tidewatch.training.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * A sentence of a customer that somebody has marked; README.md beside the files says what the marks
 * mean and how they came about.
 *
 * @param text the sentence
 * @param urgent whether help is needed at once
 * @param leaving whether the customer is leaving, or thinks of it
 * @param displeased whether the customer is in trouble, complains or is angry
 * @param pleased whether the customer praises, thanks or is glad; never both
 */
record MarkedSentence(
    String text, boolean urgent, boolean leaving, boolean displeased, boolean pleased) {

  /**
   * Reads the bundled sentences of a language.
   *
   * @param tag {@code en} or {@code zh}
   */
  static List<MarkedSentence> bundled(String tag) {
    String name = "urgency-" + tag + ".csv";
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream in = MarkedSentence.class.getResourceAsStream(name);
        var parser = format.parse(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<MarkedSentence> all = new ArrayList<>();
      for (CSVRecord row : parser) {
        all.add(
            new MarkedSentence(
                row.get("text"),
                mark(row, "urgent"),
                mark(row, "leaving"),
                mark(row, "displeased"),
                mark(row, "pleased")));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean mark(CSVRecord row, String column) {
    String mark = row.get(column);
    if (!mark.equals("0") && !mark.equals("1")) {
      throw new IllegalStateException(
          "row %d: %s must be 0 or 1, is '%s'".formatted(row.getRecordNumber(), column, mark));
    }
    return mark.equals("1");
  }
}
