package io.tidewatch.connectors.gateway.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a token may ask for. */
public enum Scope {
  /** Customers: scores, alerts, offers, what was held back, tickets without their texts. */
  CUSTOMERS,
  /** Names, e-mail addresses and telephone numbers of customers, beside {@link #CUSTOMERS}. */
  CONTACTS,
  /** Offers in the market. */
  OFFERS,
  /** Models: what serves, and what became of releases. */
  MODELS,
  /** How the platform runs: counts, lag, latency, records that were refused. */
  OPERATIONS,
  /** Say what was done about an alert, beside {@link #CUSTOMERS}. */
  ACT;

  /** Returns the name in configurations and messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the names of all scopes, separated by blanks. */
  public static String all() {
    return Arrays.stream(values()).map(Scope::text).collect(Collectors.joining(" "));
  }

  /**
   * Finds a scope by its name.
   *
   * @throws IllegalArgumentException if there is none; names those that there are
   */
  public static Scope named(String text) {
    return Arrays.stream(values())
        .filter(scope -> scope.text().equals(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown scope '"
                        + text
                        + "'; known are "
                        + Arrays.stream(values()).map(Scope::text).toList()));
  }
}
