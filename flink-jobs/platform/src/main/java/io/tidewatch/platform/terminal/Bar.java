package io.tidewatch.platform.terminal;

import java.util.Locale;

/** Draws a progress bar as text. */
public final class Bar {
  private Bar() {}

  /**
   * Returns a bar such as {@code [#######---] 70 %}.
   *
   * @param fraction share that is done; cut to 0 to 1
   * @param width characters between the brackets
   */
  public static String of(double fraction, int width) {
    double done = Math.max(0, Math.min(1, fraction));
    int filled = (int) Math.floor(done * width);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d %%",
        "#".repeat(filled),
        "-".repeat(width - filled),
        (int) Math.floor(done * 100));
  }
}
