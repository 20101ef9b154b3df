package io.tidewatch.replies;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.schemas.ApprovedArticle;
import io.tidewatch.text.Resources;
import io.tidewatch.text.TextLanguage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Articles as people write them: a JSON list of objects with the fields of {@link Article}, of
 * which {@code questions} and {@code intent} may be left out. Stateless.
 */
public final class Articles {
  /** The most articles in one place: each question is compared with all of its language. */
  public static final int MOST = 5_000;

  private static final String STARTER = "starter-articles.json";
  private static final Set<String> FIELDS =
      Set.of("id", "language", "title", "questions", "answer", "intent");
  private static final JsonMapper MAPPER = new JsonMapper();

  private Articles() {}

  /** Returns articles of a shop's support to begin with, in English and Chinese. */
  public static List<Article> starter() {
    return read(starterJson());
  }

  /** Returns the same as people write them. */
  public static String starterJson() {
    try (InputStream in = Resources.open(Articles.class, STARTER)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STARTER + " from the class path", e);
    }
  }

  /**
   * Reads articles.
   *
   * @throws IllegalArgumentException naming the place, the field and the remedy of the first fault
   */
  public static List<Article> read(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "no JSON at line %d: %s"
              .formatted(
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    }
    if (!root.isArray() || root.isEmpty() || root.size() > MOST) {
      throw new IllegalArgumentException(
          "articles are a JSON list of 1 to %d objects; this is %s"
              .formatted(
                  MOST, root.isArray() ? "a list of " + root.size() : root.getNodeType().name()));
    }
    List<Article> articles = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < root.size(); i++) {
      Article article = article("articles[" + i + "]", root.get(i));
      if (!ids.add(article.id())) {
        throw new IllegalArgumentException(
            "articles[%d]: id %s is taken by another article; give it one of its own"
                .formatted(i, article.id()));
      }
      articles.add(article);
    }
    return List.copyOf(articles);
  }

  /**
   * Reads an article of the topic.
   *
   * @throws IllegalArgumentException naming the field and the remedy if it is not as it should be
   */
  public static Article of(ApprovedArticle record) {
    return new Article(
        record.getArticleId(),
        language("article " + record.getArticleId(), record.getLanguage()),
        record.getTitle(),
        record.getQuestions(),
        new AnswerTemplate(record.getAnswer()),
        Optional.ofNullable(record.getIntent()));
  }

  /** Returns an article as it stands on the topic. */
  public static ApprovedArticle record(Article article, Instant updatedAt) {
    return ApprovedArticle.newBuilder()
        .setArticleId(article.id())
        .setLanguage(article.language().tag())
        .setTitle(article.title())
        .setQuestions(article.questions())
        .setAnswer(article.answer().text())
        .setIntent(article.intent().orElse(null))
        .setUpdatedAt(updatedAt)
        .build();
  }

  private static Article article(String at, JsonNode node) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException(
            "%s: unknown field '%s'; known are %s"
                .formatted(at, name, FIELDS.stream().sorted().toList()));
      }
    }
    List<String> questions = new ArrayList<>();
    for (JsonNode question : node.path("questions")) {
      questions.add(question.asText());
    }
    return new Article(
        text(at, node, "id"),
        language(at, text(at, node, "language")),
        text(at, node, "title"),
        questions,
        new AnswerTemplate(text(at, node, "answer")),
        Optional.ofNullable(node.path("intent").asText(null)));
  }

  private static String text(String at, JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "%s: field '%s' must be a text; it is %s".formatted(at, field, value.getNodeType()));
    }
    return value.asText();
  }

  /**
   * Finds a language by its tag.
   *
   * @param at where the tag stands, for the message
   * @throws IllegalArgumentException if it is neither {@code en} nor {@code zh}
   */
  static TextLanguage language(String at, String tag) {
    return Stream.of(TextLanguage.ENGLISH, TextLanguage.CHINESE)
        .filter(language -> language.tag().equals(tag))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: language '%s' must be en or zh".formatted(at, tag)));
  }
}
