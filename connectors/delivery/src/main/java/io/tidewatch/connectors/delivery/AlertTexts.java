package io.tidewatch.connectors.delivery;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionVerdict;
import java.math.BigDecimal;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * What people read of an alert, in one language: of the customer no more than the id. The sentences
 * of reasons come with the alert, in the language of its desk. Thread-safe.
 */
final class AlertTexts {
  /** The longest that one line becomes, whatever an id or a reason holds. */
  static final int LONGEST_LINE = 300;

  private static final int DIGITS_OF_UNKNOWN_CURRENCY = 2;

  private final ResourceBundle templates;
  private final Locale locale;

  private AlertTexts(ResourceBundle templates, Locale locale) {
    this.templates = templates;
    this.locale = locale;
  }

  static AlertTexts in(Language language) {
    // The root locale, so that the machine's own never comes in.
    return new AlertTexts(
        ResourceBundle.getBundle(
            AlertTexts.class.getPackageName() + ".texts_" + language.locale().getLanguage(),
            Locale.ROOT),
        language.locale());
  }

  /** Returns the action that is taken to keep the customer, if there is one. */
  static Optional<String> action(ChurnAlert alert) {
    RetentionChoice choice = alert.getRetention();
    return choice != null && choice.getVerdict() == RetentionVerdict.ACTION
        ? Optional.ofNullable(choice.getActionId())
        : Optional.empty();
  }

  /** Says what the message is about, for a heading or a subject. */
  String title(Message message) {
    int alerts = message.alerts().size();
    return alerts == 1
        ? say("title.one", message.alerts().get(0).getCustomerId())
        : say("title.many", alerts);
  }

  /** Says who is about to leave, how likely that is, and what it would cost. */
  String summary(ChurnAlert alert) {
    return say(
        "summary",
        alert.getCustomerId(),
        Math.round(100 * alert.getChurn()),
        money(alert.getValueAtRiskMinor(), alert.getCurrency()),
        alert.getDesk());
  }

  /** Says why, and what is done about it, a line each. */
  List<String> details(ChurnAlert alert) {
    List<String> lines = new ArrayList<>();
    for (Reason reason : alert.getReasons()) {
      lines.add(
          say(
              "reason",
              group(reason.getGroup()),
              "%+d".formatted(Math.round(100 * reason.getContribution())),
              reason.getText()));
    }
    action(alert).ifPresent(action -> lines.add(say("action", action)));
    return lines;
  }

  /** Says which alert it is, for a question to whoever runs Tidewatch. */
  String reference(ChurnAlert alert) {
    return say("reference", alert.getAlertId(), alert.getDecidedAt());
  }

  private String group(String group) {
    String key = "group." + group;
    return templates.containsKey(key) ? templates.getString(key) : group;
  }

  private String say(String key, Object... values) {
    String text = new MessageFormat(templates.getString(key), locale).format(values);
    String line = text.replaceAll("[\\p{Cntrl}\u2028\u2029\u202a-\u202e\u2066-\u2069]", " ");
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
  }

  private static String money(long minor, String code) {
    return BigDecimal.valueOf(minor, digits(code)).toPlainString() + " " + code;
  }

  private static int digits(String code) {
    try {
      return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      return DIGITS_OF_UNKNOWN_CURRENCY; // a currency that is newer than this Java
    }
  }
}
