package io.tidewatch.platform.terminal;

import java.io.PrintWriter;
import java.util.Objects;

/**
 * A stream that people may be watching. The launcher script knows whether it is a terminal and says
 * so in system properties, because the JDK only knows it for standard input and output together.
 *
 * @param writer where to write
 * @param interactive whether cursor movements make sense
 * @param columns width in characters
 */
public record Terminal(PrintWriter writer, boolean interactive, int columns) {
  private static final int DEFAULT_COLUMNS = 100;

  public Terminal {
    Objects.requireNonNull(writer, "writer");
  }

  /** Returns standard output as the launcher described it. */
  public static Terminal out(PrintWriter writer) {
    return new Terminal(writer, Boolean.getBoolean("tidewatch.terminal.out"), width());
  }

  /** Returns standard error as the launcher described it. */
  public static Terminal err(PrintWriter writer) {
    return new Terminal(writer, Boolean.getBoolean("tidewatch.terminal.err"), width());
  }

  private static int width() {
    return Integer.getInteger("tidewatch.terminal.columns", DEFAULT_COLUMNS);
  }

  /** Cuts a line to the width, so that a redraw never wraps. */
  public String fit(String line) {
    return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 2)) + "…";
  }
}
