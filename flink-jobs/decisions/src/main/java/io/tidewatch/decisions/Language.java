package io.tidewatch.decisions;

import io.tidewatch.schemas.AlertRules;
import java.util.Arrays;
import java.util.Optional;

/** A language in which reasons are told. */
public enum Language {
  /** English, the default. */
  ENGLISH("en"),
  /** Chinese, in simplified characters. */
  CHINESE("zh");

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /** Returns the code by which policies and commands name it (ISO 639-1). */
  public String code() {
    return code;
  }

  /** Returns the language with a code, if there are texts in it. */
  public static Optional<Language> of(String code) {
    return Arrays.stream(values()).filter(language -> language.code.equals(code)).findFirst();
  }

  /** Returns the language in which a desk is told reasons. */
  public static Language ofDesk(AlertRules rules) {
    // Policies with another code are refused before they apply.
    return of(rules.getLanguage()).orElse(ENGLISH);
  }
}
