package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.VisitorId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks fields one after another and remembers the first that breaks its rule. Details name
 * lengths and numbers, never texts, which may be personal.
 */
final class Rules {
  static final int MAX_ID = 128;
  static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

  private static final Duration AHEAD = Duration.ofDays(1);
  private static final int MAX_CODE = 64;
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> TIME_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

  private final Instant latest;
  private Violation broken;
  private String list;
  private int index;

  Rules(Instant now) {
    this.latest = now.plus(AHEAD);
  }

  Optional<Violation> broken() {
    return Optional.ofNullable(broken);
  }

  boolean unbroken() {
    return broken == null;
  }

  /** The next fields are those of a list's item. */
  void inside(String list, int index) {
    this.list = list;
    this.index = index;
  }

  /** The next fields are the record's own again. */
  void outside() {
    list = null;
  }

  void id(String field, String value) {
    if (value == null || value.isEmpty()) {
      broken(DeadLetterReason.BAD_ID, field, "is empty; 1 to " + MAX_ID + " characters are right");
    } else if (tooLong(value, MAX_ID)) {
      broken(DeadLetterReason.BAD_ID, field, length(value, MAX_ID));
    }
  }

  void visitor(String field, String value) {
    if (!VisitorId.isVisitor(value) || value.equals(VisitorId.of(""))) {
      broken(
          DeadLetterReason.BAD_ID,
          field,
          "is no visitor; right is " + VisitorId.of("") + " and the id of a device or session");
    }
  }

  void noVisitor(String field, String value) {
    if (VisitorId.isVisitor(value)) {
      broken(
          DeadLetterReason.BAD_ID,
          field,
          "is a visitor; right is a customer's id, which does not begin with " + VisitorId.of(""));
    }
  }

  void time(String field, Instant value) {
    if (value == null) {
      broken(DeadLetterReason.BAD_TIME, field, "is missing");
    } else if (value.isBefore(EARLIEST) || value.isAfter(latest)) {
      broken(
          DeadLetterReason.BAD_TIME,
          field,
          "is " + value + "; right is from " + EARLIEST + " to one day from now");
    }
  }

  void atLeast(String field, long value, long least) {
    if (value < least) {
      broken(
          DeadLetterReason.BAD_NUMBER, field, "is " + value + "; at least " + least + " is right");
    }
  }

  void between(String field, long value, long least, long most) {
    if (value < least || value > most) {
      broken(
          DeadLetterReason.BAD_NUMBER,
          field,
          "is " + value + "; " + least + " to " + most + " is right");
    }
  }

  void currency(String field, String value) {
    if (value == null || !CURRENCIES.contains(value)) {
      broken(DeadLetterReason.BAD_CURRENCY, field, "is not an ISO 4217 code such as EUR");
    }
  }

  void text(String field, String value) {
    text(field, value, MAX_ID);
  }

  void text(String field, String value, int most) {
    if (value != null && tooLong(value, most)) {
      broken(DeadLetterReason.BAD_TEXT, field, length(value, most));
    }
  }

  /** A text that may be encrypted, and is longer then. */
  void personal(String field, String value, int most) {
    text(field, value, DataKey.isSealed(value) ? DataKey.sealedLength(most) : most);
  }

  void texts(String field, List<String> values, int most) {
    size(field, values, most);
    for (int i = 0; i < values.size() && unbroken(); i++) {
      if (tooLong(values.get(i), MAX_ID)) {
        broken(DeadLetterReason.BAD_TEXT, field + "[" + i + "]", length(values.get(i), MAX_ID));
      }
    }
  }

  void size(String field, List<?> values, int most) {
    if (values.size() > most) {
      broken(
          DeadLetterReason.BAD_TEXT,
          field,
          "has " + values.size() + " items; at most " + most + " are right");
    }
  }

  void locale(String field, String value) {
    if (value == null || value.isEmpty() || value.length() > MAX_CODE || !isLanguageTag(value)) {
      broken(DeadLetterReason.BAD_TEXT, field, "is not a BCP 47 language tag such as en-US");
    }
  }

  void timeZone(String field, String value) {
    if (value == null || !TIME_ZONES.contains(value)) {
      broken(DeadLetterReason.BAD_TEXT, field, "is not an IANA time zone such as Europe/Berlin");
    }
  }

  private static boolean isLanguageTag(String value) {
    try {
      new Locale.Builder().setLanguageTag(value);
      return true;
    } catch (IllformedLocaleException e) {
      return false;
    }
  }

  private static boolean tooLong(String value, int most) {
    return value.length() > most && value.codePointCount(0, value.length()) > most;
  }

  private static String length(String value, int most) {
    return "has "
        + value.codePointCount(0, value.length())
        + " characters; at most "
        + most
        + " are right";
  }

  private void broken(DeadLetterReason reason, String field, String detail) {
    if (broken == null) {
      String path = list == null ? field : list + "[" + index + "]." + field;
      broken = new Violation(reason, path, path + " " + detail);
    }
  }
}
