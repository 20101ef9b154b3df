package io.tidewatch.text;

import java.lang.Character.UnicodeScript;

/** Which script a character belongs to. */
final class Script {
  private Script() {}

  static boolean isHan(int c) {
    return c >= 0x2E80 && UnicodeScript.of(c) == UnicodeScript.HAN && Character.isLetter(c);
  }

  static boolean isLatin(int c) {
    return c < 0x80
        ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        : Character.isLetter(c) && UnicodeScript.of(c) == UnicodeScript.LATIN;
  }

  /** Emoji proper and the skin tones that change them. */
  static boolean isEmoji(int c) {
    int type = Character.getType(c);
    return c > 0xFF && (type == Character.OTHER_SYMBOL || type == Character.MODIFIER_SYMBOL);
  }
}
