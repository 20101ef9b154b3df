package io.tidewatch.connectors.delivery;

import java.util.Locale;

/** A language that texts for people come in. */
public enum Language {
  /** English. */
  EN(Locale.ENGLISH),
  /** Simplified Chinese. */
  ZH(Locale.CHINESE);

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  Locale locale() {
    return locale;
  }
}
