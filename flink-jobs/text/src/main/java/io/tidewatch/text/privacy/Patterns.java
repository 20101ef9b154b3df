package io.tidewatch.text.privacy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Personal data that a regular expression tells. All repetitions are bounded, so that no text takes
 * long; where there is a group 1, only it is masked.
 *
 * <p>Most texts have neither an at sign nor many digits, which is far cheaper to see than that no
 * expression matches.
 */
final class Patterns {
  /** A text with fewer digits is not looked at: it cannot match. */
  private record Rule(PersonalData kind, int fewestDigits, Pattern pattern) {}

  private static final Rule EMAIL =
      rule(
          PersonalData.EMAIL,
          0,
          "[\\p{L}0-9._%+\\-]{1,64} ?@ ?[\\p{L}0-9\\-]{1,63}(?:\\.[\\p{L}0-9\\-]{1,63}){1,4}");
  private static final List<Rule> WITH_DIGITS =
      List.of(
          // 138 1234 5678, +86-13812345678
          rule(
              PersonalData.PHONE,
              11,
              "(?<![0-9])(?:\\+?(?:00)?86[-. )]{0,2})?1[3-9][0-9](?:[-. ]?[0-9]){8}(?![0-9])"),
          // +44 20 7946 0958, 0049 (30) 1234567
          rule(
              PersonalData.PHONE,
              7,
              "(?<![0-9+])(?:\\+|00)[1-9](?:[-. ()/]{0,2}[0-9]){6,14}(?![0-9])"),
          // 010-62345678, 020 7946 0958, 07700 900123
          rule(PersonalData.PHONE, 10, "(?<![0-9])\\(?0[1-9](?:[-. ()]{0,2}[0-9]){8,10}(?![0-9])"),
          // (415) 555-2671, 415-555-2671
          rule(
              PersonalData.PHONE,
              10,
              "(?<![0-9])(?:1[-. ])?\\(?[2-9][0-9]{2}\\)?[-. ]{1,2}[2-9][0-9]{2}[-. ][0-9]{4}(?![0-9])"),
          rule(
              PersonalData.PHONE,
              6,
              "(?:电话|手机|座机|微信|号码是|tel|phone|mobile|cell|whatsapp|fax|call me|text me|reach me)"
                  + "[^0-9\\[]{0,16}(\\+?[0-9](?:[-. ()]{0,2}[0-9]){5,14})"),
          rule(
              PersonalData.ID,
              9,
              "(?<![0-9])(?!000|666|9)[0-9]{3}[- ](?!00)[0-9]{2}[- ](?!0000)[0-9]{4}(?![0-9])"),
          rule(PersonalData.ID, 9, "(?:ssn|social security)[^0-9\\[]{0,16}([0-9]{9})(?![0-9])"),
          rule(
              PersonalData.ID,
              6,
              "\\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:[0-9]{2} ?){3}[A-D]\\b"),
          rule(
              PersonalData.ID,
              6,
              "(?:护照|通行证|passport)[^0-9\\[]{0,12}?([A-Z]{0,2}[0-9]{6,9})(?![0-9])"),
          rule(
              PersonalData.ID,
              15,
              "(?:身份证|证件号)[^0-9\\[]{0,8}([0-9]{15}(?:[0-9]{2}[0-9X])?)(?![0-9])"),
          // 12 Main Street, Apt 4; but not: 5 days on the road
          rule(
              PersonalData.ADDRESS,
              1,
              "\\b[0-9]{1,6}[A-Z]?,? (?!(?:day|week|month|year|hour|minute|time|item|order)s?\\b)"
                  + "(?:[\\p{L}'.]{1,20} ){1,3}"
                  + "(?:street|st|avenue|ave|road|rd|lane|ln|boulevard|blvd)\\b"
                  + "(?:\\.?,? ?(?:apt|apartment|suite|unit|flat|#)\\.? ?[0-9]{1,5}[A-Z]?)?"),
          rule(PersonalData.ADDRESS, 1, "\\bP\\.? ?O\\.? ?Box [0-9]{1,8}"));

  private Patterns() {}

  static void find(String text, int digits, Spans spans) {
    if (text.indexOf('@') >= 0) {
      find(EMAIL, text, spans);
    }
    for (Rule rule : WITH_DIGITS) {
      if (digits >= rule.fewestDigits()) {
        find(rule, text, spans);
      }
    }
  }

  private static void find(Rule rule, String text, Spans spans) {
    Matcher matcher = rule.pattern().matcher(text);
    while (matcher.find()) {
      int group = matcher.groupCount();
      spans.add(matcher.start(group), matcher.end(group), rule.kind());
    }
  }

  private static Rule rule(PersonalData kind, int fewestDigits, String pattern) {
    return new Rule(kind, fewestDigits, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }
}
