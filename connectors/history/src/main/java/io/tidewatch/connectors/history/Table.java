package io.tidewatch.connectors.history;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads comma separated tables, gzip-compressed if their name ends in {@code .gz}, row by row, from
 * files or from the bundled resources. Columns come in the order in which they were asked for.
 */
final class Table {
  private final String where;
  private final List<String> columns;
  private final boolean header;

  private Table(String where, List<String> columns, boolean header) {
    this.where = where;
    this.columns = columns;
    this.header = header;
  }

  /** One row: the fields asked for, and where the row stands. */
  static final class Row {
    private final String where;
    private final List<String> columns;
    private final int[] positions;
    private CSVRecord fields;

    private Row(String where, List<String> columns, int[] positions) {
      this.where = where;
      this.columns = columns;
      this.positions = positions;
    }

    /** Returns the field of the column asked for at {@code index}. */
    String text(int index) {
      int position = positions[index];
      if (position >= fields.size()) {
        throw bad(index, "is missing");
      }
      return fields.get(position);
    }

    long whole(int index) {
      try {
        return Long.parseLong(text(index));
      } catch (NumberFormatException e) {
        throw bad(index, "must be a whole number, is '" + shortened(index) + "'");
      }
    }

    double number(int index) {
      try {
        return Double.parseDouble(text(index));
      } catch (NumberFormatException e) {
        throw bad(index, "must be a number, is '" + shortened(index) + "'");
      }
    }

    /** Returns the number of the row in its file; a header line is row 1. */
    long number() {
      return fields.getRecordNumber();
    }

    /** Makes the error that says what is wrong with a field. */
    UnreadableHistoryException bad(int index, String what) {
      return new UnreadableHistoryException(
          where + " row " + number() + ": column '" + columns.get(index) + "' " + what);
    }

    private String shortened(int index) {
      String text = text(index);
      return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
  }

  /** Reads a bundled table with a header line. */
  static void bundled(String resource, List<String> columns, Consumer<Row> each) {
    InputStream in = Table.class.getResourceAsStream(resource);
    if (in == null) {
      throw new UnreadableHistoryException(
          "bundled file " + resource + " is missing from the jar; build connectors/history again");
    }
    new Table("bundled " + resource, columns, true).read(in, resource.endsWith(".gz"), each);
  }

  /** Reads a file with a header line. */
  static void file(Path file, List<String> columns, Consumer<Row> each) {
    new Table(file.toString(), columns, true).read(open(file), compressed(file), each);
  }

  /** Reads a file without a header line; {@code columns} are those of the file. */
  static void fileWithoutHeader(Path file, List<String> columns, Consumer<Row> each) {
    new Table(file.toString(), columns, false).read(open(file), compressed(file), each);
  }

  /** Opens a file, as text if it is compressed. */
  static InputStream openText(Path file) {
    InputStream in = open(file);
    if (!compressed(file)) {
      return in;
    }
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  static UnreadableHistoryException unreadable(String where, IOException e) {
    return new UnreadableHistoryException(
        where + " cannot be read (" + e.getMessage() + "); put the published file there again", e);
  }

  private static boolean compressed(Path file) {
    return file.toString().endsWith(".gz");
  }

  private static InputStream open(Path file) {
    try {
      return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private void read(InputStream raw, boolean compressed, Consumer<Row> each) {
    try (raw;
        var text = compressed ? new GZIPInputStream(raw, 1 << 16) : raw;
        var parser = CSVFormat.DEFAULT.parse(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      Row row = new Row(where, columns, positions(header ? null : columns));
      int[] found = header ? null : row.positions;
      for (CSVRecord fields : parser) {
        if (found == null) {
          found = positions(fields.toList());
          row = new Row(where, columns, found);
        } else {
          row.fields = fields;
          each.accept(row);
        }
      }
    } catch (IOException e) {
      throw unreadable(where, e);
    } catch (UncheckedIOException e) {
      throw unreadable(where, e.getCause());
    }
  }

  private int[] positions(List<String> names) {
    if (names == null) {
      return new int[0];
    }
    return columns.stream()
        .mapToInt(
            column -> {
              int position = names.indexOf(column);
              if (position < 0) {
                throw new UnreadableHistoryException(
                    where + ": no column '" + column + "' among " + names);
              }
              return position;
            })
        .toArray();
  }
}
