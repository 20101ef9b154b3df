package io.tidewatch.text;

import com.hankcs.hanlp.HanLP;

/**
 * Brings a text into one form: simplified Chinese characters, half-width letters, ASCII digits, one
 * space between words. Emoji stay. Control and invisible characters go, since they hide what is
 * written; half a surrogate pair, or what stood for invalid UTF-8, becomes U+FFFD.
 *
 * <p>Stateless. Cost grows with the length of the text, at most {@value #MAX_CHARACTERS} characters
 * of it.
 */
public final class TextNormalizer {
  /** Of a longer text this many characters (code points) are read; the rest is dropped. */
  public static final int MAX_CHARACTERS = 20_000;

  private static final char REPLACEMENT = '\uFFFD';
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int VARIATION_SELECTOR = 0xFE0F;
  private static final int MAX_CONVERSIONS = 4; // no form of one character has as many
  private static final int IDEOGRAPHIC_SPACE = 0x3000;
  private static final int FULL_WIDTH_FIRST = 0xFF01;
  private static final int FULL_WIDTH_LAST = 0xFF5E;
  private static final int FULL_WIDTH_SHIFT = FULL_WIDTH_FIRST - '!';

  private TextNormalizer() {}

  /** Returns the normalised text; never longer than {@link #MAX_CHARACTERS} characters. */
  public static String normalize(String text) {
    var out = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS));
    boolean han = false;
    int read = 0;
    for (int i = 0; i < text.length() && read < MAX_CHARACTERS; read++) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      han |= Script.isHan(c);
      append(c, out);
    }
    trimEnd(out);
    String normal = out.toString();
    return han ? simplified(normal) : normal;
  }

  /** Until nothing changes: what one traditional form becomes can be a traditional form itself. */
  private static String simplified(String text) {
    String before = text;
    for (int round = 0; round < MAX_CONVERSIONS; round++) {
      String after = HanLP.convertToSimplifiedChinese(before);
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
    return before;
  }

  /** Returns whether {@link #normalize} drops the end of a text. */
  public static boolean cuts(String text) {
    return text.length() > MAX_CHARACTERS && text.codePointCount(0, text.length()) > MAX_CHARACTERS;
  }

  private static void append(int c, StringBuilder out) {
    switch (Character.getType(c)) {
      case Character.SURROGATE -> out.append(REPLACEMENT);
      case Character.CONTROL -> {
        if (c == '\n' || c == '\t' || c == '\r') {
          space(c == '\n' ? '\n' : ' ', out);
        }
      }
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          space(' ', out);
      case Character.FORMAT, Character.UNASSIGNED, Character.PRIVATE_USE -> {
        if (c == ZERO_WIDTH_JOINER && followsEmoji(out)) {
          out.appendCodePoint(c);
        }
      }
      case Character.DECIMAL_DIGIT_NUMBER, Character.OTHER_NUMBER -> {
        int digit = Character.getNumericValue(c);
        if (digit >= 0 && digit <= 9) {
          out.append((char) ('0' + digit));
        } else {
          out.appendCodePoint(c);
        }
      }
      default -> out.appendCodePoint(halfWidth(c));
    }
  }

  private static void space(char space, StringBuilder out) {
    int last = out.length() - 1;
    if (last < 0 || out.charAt(last) == '\n') {
      return;
    }
    if (out.charAt(last) == ' ') {
      out.setCharAt(last, space == '\n' ? '\n' : ' ');
      return;
    }
    out.append(space);
  }

  private static int halfWidth(int c) {
    if (c == IDEOGRAPHIC_SPACE) {
      return ' ';
    }
    return c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST ? c - FULL_WIDTH_SHIFT : c;
  }

  /** The joiner makes one emoji of two; anywhere else it hides something. */
  private static boolean followsEmoji(StringBuilder out) {
    if (out.isEmpty()) {
      return false;
    }
    int before = out.codePointBefore(out.length());
    return before == VARIATION_SELECTOR || Script.isEmoji(before);
  }

  private static void trimEnd(StringBuilder out) {
    while (!out.isEmpty() && Character.isWhitespace(out.charAt(out.length() - 1))) {
      out.setLength(out.length() - 1);
    }
  }
}
