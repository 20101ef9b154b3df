package io.tidewatch.text.privacy;

/**
 * A kind of personal data that is masked. Of two that overlap the one named first gives its name.
 */
public enum PersonalData {
  /** International bank account number with right check digits. */
  IBAN,
  /**
   * Number of a payment card: 13 to 19 digits of a known issuer with a right check digit (Luhn).
   */
  CARD,
  /** National id: Chinese with check digit, US social security, UK national insurance, passport. */
  ID,
  /** E-mail address. */
  EMAIL,
  /** Telephone number: Chinese, North American, with country code, or after a word that says so. */
  PHONE,
  /** What looks like a street address. */
  ADDRESS;

  private final String placeholder = "[" + name() + "]";

  /** Returns what stands in its place, such as {@code [CARD]}. */
  public String placeholder() {
    return placeholder;
  }
}
