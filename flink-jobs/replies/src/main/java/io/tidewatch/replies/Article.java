package io.tidewatch.replies;

import io.tidewatch.text.TextLanguage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An approved answer, and the questions that it answers. Immutable.
 *
 * @param id unique among the articles, at most 128 characters of {@code A-Z a-z 0-9 . _ -}; every
 *     suggestion names it
 * @param language CHINESE or ENGLISH; questions in the other language never get this answer
 * @param title what it is about, a line for people; also counts as a question
 * @param questions how customers put it, at most {@value #MAX_QUESTIONS}; may be empty
 * @param answer what is sent, at most {@value #MAX_ANSWER} characters, with fields such as {@code
 *     {name}} that are filled in
 * @param intent the customer's intent that it belongs to; empty if to none. A policy names the
 *     intents that may be answered without an agent
 */
public record Article(
    String id,
    TextLanguage language,
    String title,
    List<String> questions,
    AnswerTemplate answer,
    Optional<String> intent) {
  /** Most example questions of an article. */
  public static final int MAX_QUESTIONS = 20_000;

  /** Longest answer, characters. */
  public static final int MAX_ANSWER = 4_000;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException naming the article, the field and the remedy
   */
  public Article {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "article id '%s' must be 1 to 128 of A-Z a-z 0-9 . _ -".formatted(shortened(id)));
    }
    Objects.requireNonNull(intent);
    questions = List.copyOf(questions);
    if (language != TextLanguage.CHINESE && language != TextLanguage.ENGLISH) {
      throw new IllegalArgumentException(
          "article %s: language %s must be zh or en: others are not analysed"
              .formatted(id, language.tag()));
    }
    if (title.isBlank()) {
      throw new IllegalArgumentException(
          "article %s: title is empty; say in a line what it answers".formatted(id));
    }
    if (questions.size() > MAX_QUESTIONS) {
      throw new IllegalArgumentException(
          "article %s: %d questions are more than %d; keep those that differ most"
              .formatted(id, questions.size(), MAX_QUESTIONS));
    }
    int length = answer.text().length();
    if (answer.text().isBlank() || length > MAX_ANSWER) {
      throw new IllegalArgumentException(
          "article %s: answer has %d characters, must have 1 to %d"
              .formatted(id, length, MAX_ANSWER));
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
