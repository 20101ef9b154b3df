package io.tidewatch.training.plots;

import java.util.Locale;

/** Writes SVG text, element by element. One thread. */
final class Svg {
  /** Inverts lightness and keeps hues where the reader asks for dark pages. */
  private static final String DARK =
      "@media (prefers-color-scheme: dark) { svg { filter: invert(0.92) hue-rotate(180deg); } }";

  private final StringBuilder text = new StringBuilder(4_096);

  Svg(int width, int height, String title) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " role=\"img\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#333333\">",
        width, height, width, height);
    add("<title>%s</title>", escaped(title));
    add("<style>%s</style>", DARK);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
  }

  /**
   * @param anchor start, middle or end
   * @param style more attributes, such as {@code font-weight="bold"}
   */
  Svg label(double x, double y, String anchor, String style, String label) {
    return add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>",
        x, y, anchor, style, escaped(label));
  }

  Svg line(double x1, double y1, double x2, double y2, String colour) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, colour);
  }

  /** Adds an element; numbers are written the same in every locale. */
  Svg add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
    return this;
  }

  /** Returns the document, without an empty line, so that it may stand in Markdown. */
  String end() {
    return text + "</svg>\n";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
