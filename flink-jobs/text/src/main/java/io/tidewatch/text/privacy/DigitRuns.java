package io.tidewatch.text.privacy;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Finds card numbers and Chinese national ids among the digits of a text, whatever stands between
 * the digits: up to {@value #MAX_SEPARATORS} marks and spaces, or {@value #MAX_GAP} characters of
 * any kind, letters among them.
 *
 * <p>Every window of digits with the right length is checked, so that digits before and after a
 * number do not hide it. One thread.
 */
final class DigitRuns {
  private static final int MAX_SEPARATORS = 8;
  private static final int MAX_GAP = 3;
  private static final int SHORTEST_CARD = 13;
  private static final int LONGEST_CARD = 19;
  private static final int ID_DIGITS = 17;
  // GB 11643-1999: the sum of digit times 2^(17 - i) mod 11, and the check digit minus it, is 1.
  private static final String ID_CHECKS = "10X98765432";

  private final String text;
  private final Spans spans;
  // Places of the digits of one run.
  private final int[] places;
  private int length;

  private DigitRuns(String text, Spans spans) {
    this.text = text;
    this.spans = spans;
    this.places = new int[text.length()];
  }

  static void find(String text, int digits, Spans spans) {
    if (digits >= SHORTEST_CARD) {
      new DigitRuns(text, spans).scan();
    }
  }

  /** Returns how many digits a text has. */
  static int count(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      digits += isDigit(text.charAt(i)) ? 1 : 0;
    }
    return digits;
  }

  private void scan() {
    for (int i = 0; i < text.length(); i++) {
      if (isDigit(text.charAt(i))) {
        if (length > 0 && !isGap(places[length - 1] + 1, i)) {
          check();
          length = 0;
        }
        places[length++] = i;
      }
    }
    check();
  }

  private boolean isGap(int from, int to) {
    if (to - from <= MAX_GAP) {
      return true;
    }
    if (to - from > MAX_SEPARATORS) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Character.isLetter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void check() {
    for (int first = 0; first + SHORTEST_CARD <= length; first++) {
      checkCards(first);
      if (first + ID_DIGITS <= length) {
        checkId(first);
      }
    }
  }

  private void checkCards(int first) {
    if (!isIssuer(first)) {
      return;
    }
    for (int digits = Math.min(LONGEST_CARD, length - first); digits >= SHORTEST_CARD; digits--) {
      if (luhn(first, digits)) {
        spans.add(places[first], places[first + digits - 1] + 1, PersonalData.CARD);
      }
    }
  }

  /**
   * First digits of American Express, Diners, JCB, Visa, Maestro, Mastercard, UnionPay, Discover.
   */
  private boolean isIssuer(int first) {
    int two = 10 * digit(first) + digit(first + 1);
    return switch (digit(first)) {
      case 2 -> {
        int four = 100 * two + 10 * digit(first + 2) + digit(first + 3);
        yield four >= 2221 && four <= 2720;
      }
      case 3 -> two == 30 || two >= 34;
      case 4, 5, 6 -> true;
      case 8 -> two == 81;
      default -> false;
    };
  }

  private boolean luhn(int first, int digits) {
    int sum = 0;
    for (int i = 0; i < digits; i++) {
      int value = digit(first + digits - 1 - i);
      int doubled = 2 * value;
      sum += i % 2 == 0 ? value : doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  private void checkId(int first) {
    int sum = 0;
    for (int i = 0; i < ID_DIGITS; i++) {
      sum = 2 * sum + digit(first + i);
    }
    char check = ID_CHECKS.charAt(2 * sum % 11);
    int end = checkPlace(first + ID_DIGITS, check);
    if (end >= 0 && digit(first) != 0 && isBirthday(first + 6)) {
      spans.add(places[first], end + 1, PersonalData.ID);
    }
  }

  /** Returns where the check digit, or the X that stands for 10, follows; -1 if it does not. */
  private int checkPlace(int next, char check) {
    if (check != 'X') {
      return next < length && digit(next) == check - '0' ? places[next] : -1;
    }
    int from = places[next - 1] + 1;
    for (int i = from; i <= from + MAX_GAP && i < text.length(); i++) {
      if (text.charAt(i) == 'X' || text.charAt(i) == 'x') {
        return i;
      }
    }
    return -1;
  }

  private boolean isBirthday(int first) {
    int year = 100 * two(first) + two(first + 2);
    if (year < 1900 || year > 2099) {
      return false;
    }
    try {
      LocalDate.of(year, two(first + 4), two(first + 6));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private int two(int index) {
    return 10 * digit(index) + digit(index + 1);
  }

  private int digit(int index) {
    return text.charAt(places[index]) - '0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
