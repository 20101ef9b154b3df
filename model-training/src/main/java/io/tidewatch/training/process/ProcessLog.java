package io.tidewatch.training.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * A log of a process in the form in which Tax et al. (2017) published theirs: columns CaseID,
 * ActivityID, CompleteTimestamp, an event per row. Immutable.
 *
 * @param where the file
 * @param cases cases in the order in which their first rows stand
 */
record ProcessLog(String where, List<ProcessCase> cases) {
  private static final List<String> COLUMNS = List.of("CaseID", "ActivityID", "CompleteTimestamp");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** One row. */
  private record Step(String activity, long atSeconds) {}

  ProcessLog {
    cases = List.copyOf(cases);
  }

  /**
   * Reads a log.
   *
   * @param file CSV, plain or with {@code .gz}
   * @throws IllegalArgumentException if it is not there, or is not of that form
   */
  static ProcessLog read(Path file) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        var parser = format.parse(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String column : COLUMNS) {
        if (!parser.getHeaderNames().contains(column)) {
          throw new IllegalArgumentException(
              file + ": no column '" + column + "' among " + parser.getHeaderNames());
        }
      }
      Map<String, List<Step>> steps = new LinkedHashMap<>();
      for (CSVRecord row : parser) {
        steps
            .computeIfAbsent(row.get("CaseID"), id -> new ArrayList<>())
            .add(new Step(row.get("ActivityID"), seconds(file, row)));
      }
      List<ProcessCase> cases = new ArrayList<>();
      steps.forEach((id, some) -> cases.add(inOrder(id, some)));
      return new ProcessLog(file.toString(), cases);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          file + " does not exist; docs/data-sources.md says where it is published", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static long seconds(Path file, CSVRecord row) {
    String text = row.get("CompleteTimestamp");
    try {
      return LocalDateTime.parse(text, TIME).toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s, row %d: column 'CompleteTimestamp' must be like 2012-04-03 16:55:38, is '%s'"
              .formatted(file, row.getRecordNumber(), text),
          e);
    }
  }

  private static ProcessCase inOrder(String id, List<Step> steps) {
    steps.sort(Comparator.comparingLong(Step::atSeconds)); // stable: rows of one second stay
    return new ProcessCase(
        id,
        steps.stream().map(Step::activity).toList(),
        steps.stream().mapToLong(Step::atSeconds).toArray());
  }

  /** Returns how many events the cases have together. */
  int events() {
    return cases.stream().mapToInt(ProcessCase::size).sum();
  }

  /** Returns some of the cases. */
  ProcessLog part(int from, int to) {
    return new ProcessLog(where, cases.subList(from, to));
  }

  /** Returns the cases whose ids another log does not have. */
  ProcessLog without(ProcessLog other) {
    Set<String> known = other.cases.stream().map(ProcessCase::id).collect(Collectors.toSet());
    return new ProcessLog(where, cases.stream().filter(one -> !known.contains(one.id())).toList());
  }
}
