package io.tidewatch.training.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Texts with their labels, in the order of the file. Immutable.
 *
 * @param rows the texts, none of them blank
 * @param where where they come from, for people
 */
public record LabelledTexts(List<LabelledText> rows, String where) {
  private static final int PARTS = 10;
  private static final int FEWEST = 20;

  /** Copies the list. */
  public LabelledTexts {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a table with a header line; rows without a text are left out.
   *
   * @param file CSV, UTF-8, gzip-compressed if its name ends in {@code .gz}
   * @throws IllegalArgumentException if it does not exist, lacks a column or has hardly any texts
   */
  public static LabelledTexts read(Path file, String textColumn, String labelColumn) {
    return read(file, List.of(textColumn), List.of(labelColumn));
  }

  /** Reads a table as above, by the first column of each list that it has. */
  static LabelledTexts read(Path file, List<String> textColumns, List<String> labelColumns) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        var parser = format.parse(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String textColumn = column(file, parser.getHeaderNames(), textColumns);
      String labelColumn = column(file, parser.getHeaderNames(), labelColumns);
      List<LabelledText> rows = new ArrayList<>();
      for (CSVRecord row : parser) {
        String text = row.get(textColumn).strip();
        String label = row.get(labelColumn).strip();
        if (!text.isEmpty() && !label.isEmpty()) {
          rows.add(new LabelledText(text, label));
        }
      }
      return new LabelledTexts(rows, String.valueOf(file.getFileName())).enough();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          file + " does not exist; docs/data-sources.md says where it is published", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String column(Path file, List<String> header, List<String> accepted) {
    return accepted.stream()
        .filter(header::contains)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: no column '%s' among %s"
                        .formatted(file, String.join("' or '", accepted), header)));
  }

  /**
   * A part of the texts by a hash of each text and a seed: a text that stands in the file more than
   * once is on one side only.
   *
   * @param tenths which of the ten tenths are taken
   */
  public LabelledTexts part(long seed, IntPredicate tenths, String name) {
    return new LabelledTexts(
            rows.stream().filter(row -> tenths.test(tenth(seed, row.text()))).toList(),
            name + " of " + where)
        .enough();
  }

  private static int tenth(long seed, String text) {
    byte[] digest = sha256().digest((seed + text).getBytes(StandardCharsets.UTF_8));
    return Math.floorMod(
        (digest[0] << 24) ^ (digest[1] << 16) ^ (digest[2] << 8) ^ digest[3], PARTS);
  }

  /** Leaves out the texts that others have too. */
  public LabelledTexts without(LabelledTexts others) {
    Set<String> known = others.rows.stream().map(LabelledText::text).collect(Collectors.toSet());
    return new LabelledTexts(
            rows.stream().filter(row -> !known.contains(row.text())).toList(), where)
        .enough();
  }

  private LabelledTexts enough() {
    if (rows.size() < FEWEST || labels().size() < 2) {
      throw new IllegalArgumentException(
          "%s has %d texts of %d classes; at least %d texts of two classes are needed"
              .formatted(where, rows.size(), labels().size(), FEWEST));
    }
    return this;
  }

  /** Returns the labels in alphabetical order. */
  public List<String> labels() {
    return rows.stream().map(LabelledText::label).distinct().sorted().toList();
  }

  /** Returns the texts alone. */
  public List<String> texts() {
    return rows.stream().map(LabelledText::text).toList();
  }

  /** Returns the SHA-256 of texts and labels. */
  public String digest() {
    MessageDigest digest = sha256();
    for (LabelledText row : rows) {
      digest.update((row.text() + '\0' + row.label() + '\0').getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
