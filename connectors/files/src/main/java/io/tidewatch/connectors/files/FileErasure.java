package io.tidewatch.connectors.files;

import io.tidewatch.connectors.kafka.privacy.SearchTerms;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Takes a customer's lines and rows out of files: CSV and lines of JSON or text, also in gzip, and
 * Parquet. Each file is written anew beside itself and takes its own place when it is complete.
 * Stateless.
 */
public final class FileErasure {
  private static final String GZIP = ".gz";
  private static final String PARQUET = ".parquet";
  private static final Set<String> TABLES = Set.of(".csv", ".tsv");
  private static final Set<String> LINES = Set.of(".jsonl", ".ndjson", ".json", ".txt");

  /**
   * What was done.
   *
   * @param changed files that were written anew
   * @param lines lines and rows that are gone
   * @param left files with a find that are of no kind that can be changed
   */
  public record Result(int changed, long lines, List<Path> left) {}

  private FileErasure() {}

  /**
   * Changes a file, or all files of a folder that hold one of the terms.
   *
   * @throws IOException if a file cannot be read or written; it is as it was
   */
  public static Result run(Path root, SearchTerms terms) throws IOException {
    int changed = 0;
    long lines = 0;
    List<Path> left = new ArrayList<>();
    for (FileSearch.Found found : FileSearch.run(root, terms, count -> {})) {
      Path file = found.file();
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      String kind = kind(name.endsWith(GZIP) ? name.substring(0, name.length() - 3) : name);
      long taken = 0;
      if (kind.equals(PARQUET) && !name.endsWith(GZIP)) {
        taken = rewritten(file, part -> ParquetValues.copyWithout(file, part, terms));
      } else if (TABLES.contains(kind) || LINES.contains(kind)) {
        taken =
            rewritten(
                file, part -> copy(file, part, name.endsWith(GZIP), TABLES.contains(kind), terms));
      }
      changed += taken > 0 ? 1 : 0;
      lines += taken;
      if (!FileSearch.run(file, terms, count -> {}).isEmpty()) {
        left.add(file);
      }
    }
    return new Result(changed, lines, List.copyOf(left));
  }

  private static String kind(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot);
  }

  /** Writes a copy and returns how many lines it lacks. */
  private interface Copy {
    long to(Path part) throws IOException;
  }

  private static long rewritten(Path file, Copy copy) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      long taken = copy.to(part);
      if (taken > 0) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return taken;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static long copy(Path from, Path to, boolean gzip, boolean table, SearchTerms terms)
      throws IOException {
    long taken = 0;
    try (InputStream in = Files.newInputStream(from);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    gzip ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
        OutputStream out = Files.newOutputStream(to);
        BufferedWriter writer =
            new BufferedWriter(
                new OutputStreamWriter(
                    gzip ? new GZIPOutputStream(out) : out, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        StringBuilder row = new StringBuilder(line);
        // A row of a table goes on while a quoted text is open.
        while (table && row.chars().filter(c -> c == '"').count() % 2 == 1) {
          String more = reader.readLine();
          if (more == null) {
            break;
          }
          row.append('\n').append(more);
        }
        if (terms.in(row.toString()).isEmpty()) {
          writer.append(row).append('\n');
        } else {
          taken++;
        }
      }
    }
    return taken;
  }
}
