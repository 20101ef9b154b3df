package io.tidewatch.text.privacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds bank account numbers (ISO 13616), written in one or in groups. */
final class Ibans {
  private static final int SHORTEST = 15;
  private static final int FEWEST_DIGITS = 2;
  private static final Pattern CANDIDATE =
      Pattern.compile(
          "(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}", Pattern.CASE_INSENSITIVE);

  private Ibans() {}

  static void find(String text, int digits, Spans spans) {
    if (digits < FEWEST_DIGITS) {
      return;
    }
    Matcher candidate = CANDIDATE.matcher(text);
    int from = 0;
    while (candidate.find(from)) {
      int end = longestValid(text, candidate.start(), candidate.end());
      if (end > 0) {
        spans.add(candidate.start(), end, PersonalData.IBAN);
      }
      from = end > 0 ? end : candidate.start() + 4;
    }
  }

  /** Returns the end of the longest beginning with right check digits, 0 if there is none. */
  private static int longestValid(String text, int start, int end) {
    for (int last = end; last > start; last--) {
      if (isValid(text, start, last)) {
        return last;
      }
    }
    return 0;
  }

  private static boolean isValid(String text, int start, int end) {
    var plain = new StringBuilder();
    for (int i = start; i < end; i++) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        plain.append(text.charAt(i));
      }
    }
    if (plain.length() < SHORTEST || !Character.isLetterOrDigit(text.charAt(end - 1))) {
      return false;
    }
    int remainder = 0;
    for (int i = 0; i < plain.length(); i++) {
      int value = Character.digit(plain.charAt((i + 4) % plain.length()), 36);
      remainder = (value > 9 ? 100 * remainder + value : 10 * remainder + value) % 97;
    }
    return remainder == 1;
  }
}
