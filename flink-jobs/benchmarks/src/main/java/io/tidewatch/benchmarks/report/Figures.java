package io.tidewatch.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text of figures and tables for people. Stateless. */
final class Figures {
  private static final String GAP = "  ";

  private Figures() {}

  /** Returns a number with about three significant digits, never in scientific notation. */
  static String text(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    if (size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 10) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return String.format(Locale.ROOT, size >= 1 ? "%.2f" : "%.3f", value);
  }

  /**
   * Aligns cells: numbers to the right, words to the left.
   *
   * @param header headings
   * @param rows texts; as wide as the header
   * @param numeric which columns hold numbers
   */
  static List<String> table(List<String> header, List<List<String>> rows, List<Boolean> numeric) {
    var all = new ArrayList<List<String>>();
    all.add(header);
    all.addAll(rows);
    var lines = new ArrayList<String>();
    for (List<String> row : all) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = all.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
        String cell = row.get(column);
        String blanks = " ".repeat(width - cell.length());
        line.append(column == 0 ? "" : GAP)
            .append(numeric.get(column) ? blanks + cell : cell + blanks);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
