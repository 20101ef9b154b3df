package io.tidewatch.text.privacy;

import java.util.EnumSet;
import java.util.Set;

/**
 * Puts placeholders in the place of personal data. Finds what has a form or a check digit; names of
 * people have neither and stay.
 *
 * <p>Reads normalised text ({@link io.tidewatch.text.TextNormalizer}), in which digits are ASCII
 * and nothing is invisible. What is masked once stays as it is: masking again changes nothing.
 * Stateless. Cost grows with the length of the text.
 */
public final class PersonalDataMask {

  /**
   * A text after masking.
   *
   * @param text with placeholders such as {@code [PHONE]}
   * @param kinds what was masked
   */
  public record Masked(String text, Set<PersonalData> kinds) {}

  private PersonalDataMask() {}

  /** Masks a normalised text. */
  public static Masked mask(String text) {
    Set<PersonalData> kinds = EnumSet.noneOf(PersonalData.class);
    String masked = text;
    // What stood beside a number may look like one when the number is gone. Each pass leaves less.
    for (Spans spans = find(masked); !spans.isEmpty(); spans = find(masked)) {
      masked = spans.mask(masked, kinds);
    }
    return new Masked(masked, kinds);
  }

  private static Spans find(String text) {
    Spans spans = new Spans();
    int digits = DigitRuns.count(text);
    DigitRuns.find(text, digits, spans);
    Ibans.find(text, digits, spans);
    Patterns.find(text, digits, spans);
    ChineseAddresses.find(text, spans);
    return spans;
  }
}
