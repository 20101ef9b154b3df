package io.tidewatch.text.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The units that phrases are made of: English words in lower case, Chinese characters, emoji,
 * marks. Characters and not words in Chinese, so that a phrase is found however its words are cut.
 */
final class Tokens {
  private Tokens() {}

  static List<String> of(String text) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      int end = wordEnd(text, i);
      if (end > i) {
        tokens.add(text.substring(i, end).toLowerCase(Locale.ROOT).replace('’', '\''));
      } else {
        int c = text.codePointAt(i);
        end = i + Character.charCount(c);
        if (!Character.isWhitespace(c)) {
          tokens.add(text.substring(i, end));
        }
      }
      i = end;
    }
    return tokens;
  }

  private static int wordEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWordPart(char c) {
    return c < 0x250 ? Character.isLetterOrDigit(c) || c == '\'' : c == '’';
  }
}
