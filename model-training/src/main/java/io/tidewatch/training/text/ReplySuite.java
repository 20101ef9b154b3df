package io.tidewatch.training.text;

import io.tidewatch.models.TextModel;
import io.tidewatch.replies.AnswerTemplate;
import io.tidewatch.replies.Article;
import io.tidewatch.replies.ArticleIndex;
import io.tidewatch.replies.GramVectors;
import io.tidewatch.replies.NetworkVectors;
import io.tidewatch.replies.RankSettings;
import io.tidewatch.replies.RankTuning;
import io.tidewatch.replies.RankedArticle;
import io.tidewatch.replies.TextVectors;
import io.tidewatch.text.TextLanguage;
import io.tidewatch.training.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finding the approved answer to a question, on pairs of questions and answers. Each answer is an
 * article; those of the train file give it its example questions. Files are CSV with a header,
 * UTF-8, plain or gzip-compressed; the same answer is the same text or the same name of it. Not
 * thread-safe: ND4J is set to one thread for the process.
 */
public final class ReplySuite {
  private static final List<String> QUESTION =
      List.of("question", "text", "utterance", "query", "instruction");
  private static final List<String> ANSWER =
      List.of(
          "answer",
          "answer_id",
          "answerId",
          "article",
          "article_id",
          "articleId",
          "intent",
          "category",
          "label",
          "response");

  private static final long SPLIT_SEED = 2;
  private static final int MOST_TUNED_ON = 2_000;
  private static final double SURE = 0.5;
  private static final double CHINESE_SHARE = 0.3;

  private ReplySuite() {}

  /**
   * Learns and measures. The share of words and the confidence are fitted to a tenth of the train
   * file, so that the test file is looked at only once.
   *
   * @param test questions to measure on; without them a tenth of {@code train}
   * @param networks how many text networks the vectors come from, trained on the other nine tenths;
   *     if not said, they come from a linear model, which takes seconds
   * @throws IllegalArgumentException for files that cannot be used, naming the file
   */
  public static ReplyReport run(
      Path train, Optional<Path> test, OptionalInt networks, Progress progress) {
    long start = System.nanoTime();
    TextSuites.Question pairs = TextSuites.question(train, test, QUESTION, ANSWER);
    LabelledTexts learned = pairs.train().part(SPLIT_SEED, tenth -> tenth > 0, "nine tenths");
    LabelledTexts held = pairs.train().part(SPLIT_SEED, tenth -> tenth == 0, "a tenth");
    TextLanguage language = language(pairs.train().texts());
    progress.at(0, "learning vectors");
    TextVectors vectors = vectors(learned, held, networks, progress.part(0, 0.6));
    progress.at(0.6, "weighing words and meaning");
    Articles tuned = Articles.of(learned, held, language);
    RankSettings settings = RankTuning.fit(tuned.articles, language, vectors, tuned.known(held));
    progress.at(0.7, "indexing");
    Articles all = Articles.of(pairs.train(), pairs.test(), language);
    if (networks.isEmpty()) {
      vectors = vectors(pairs.train(), held, networks, Progress.none());
    }
    progress.at(0.8, "measuring");
    try (var index = new ArticleIndex(all.articles, vectors, settings)) {
      return report(pairs, all, index, settings, name(vectors, networks), start);
    }
  }

  private static ReplyReport report(
      TextSuites.Question pairs,
      Articles all,
      ArticleIndex index,
      RankSettings settings,
      String vectors,
      long start) {
    LabelledTexts test = pairs.test();
    List<String> truth = test.rows().stream().map(row -> all.ids.get(row.label())).toList();
    List<List<String>> byWords =
        test.texts().stream().map(text -> ids(index.rankByWords(text, all.language))).toList();
    List<List<String>> found = new ArrayList<>();
    int suggested = 0;
    int right = 0;
    long asked = System.nanoTime();
    for (int i = 0; i < truth.size(); i++) {
      List<RankedArticle> ranked = index.rank(test.texts().get(i), all.language, article -> 0);
      found.add(ids(ranked));
      if (ranked.get(0).confidence() >= SURE) {
        suggested++;
        right += ranked.get(0).article().id().equals(truth.get(i)) ? 1 : 0;
      }
    }
    double perSecond = truth.size() / ((System.nanoTime() - asked) / 1e9);
    return new ReplyReport(
        "learned from " + pairs.train().where() + ", measured on " + test.where(),
        pairs.train().rows().size(),
        test.rows().size(),
        all.articles.size(),
        vectors,
        settings.wordShare(),
        RankMetrics.of(truth, found).asMap(),
        RankMetrics.of(truth, byWords).asMap(),
        (double) suggested / truth.size(),
        suggested == 0 ? 0 : (double) right / suggested,
        perSecond,
        notes(pairs),
        (System.nanoTime() - start) / 1e9);
  }

  private static List<String> notes(TextSuites.Question pairs) {
    List<String> notes = new ArrayList<>(pairs.notes());
    Set<String> known = Set.copyOf(pairs.train().labels());
    long unseen = pairs.test().rows().stream().filter(row -> !known.contains(row.label())).count();
    if (unseen > 0) {
      notes.add(
          unseen
              + " questions have an answer that no question of the train file has: found by its"
              + " text alone.");
    }
    return notes;
  }

  private static List<String> ids(List<RankedArticle> ranked) {
    return ranked.stream().map(one -> one.article().id()).toList();
  }

  private static TextVectors vectors(
      LabelledTexts learned, LabelledTexts held, OptionalInt networks, Progress progress) {
    if (learned.labels().size() > LinearVectors.MOST_LABELS) {
      return new GramVectors(learned.texts());
    }
    if (networks.isEmpty()) {
      return new LinearVectors(learned);
    }
    TextMeasurement trained =
        TextMeasurement.of(
            "text-replies",
            learned,
            held,
            TextSettings.manyClasses(),
            networks.getAsInt(),
            progress);
    return new NetworkVectors(TextModel.compile(TextTrainer.read(trained.release())));
  }

  private static String name(TextVectors vectors, OptionalInt networks) {
    if (vectors instanceof GramVectors) {
      return "n-grams, untrained: more than %d answers".formatted(LinearVectors.MOST_LABELS);
    }
    return networks.isEmpty()
        ? "linear model over n-grams"
        : networks.getAsInt() + " text networks and a linear model";
  }

  private static TextLanguage language(List<String> texts) {
    long letters =
        texts.stream().flatMapToInt(String::codePoints).filter(Character::isLetter).count();
    long chinese =
        texts.stream().flatMapToInt(String::codePoints).filter(Character::isIdeographic).count();
    return chinese > CHINESE_SHARE * letters ? TextLanguage.CHINESE : TextLanguage.ENGLISH;
  }

  /** The answers of both files, with the questions of the first. */
  private static final class Articles {
    private final TextLanguage language;
    private final List<Article> articles = new ArrayList<>();
    private final Map<String, String> ids = new LinkedHashMap<>();

    private Articles(TextLanguage language) {
      this.language = language;
    }

    static Articles of(LabelledTexts train, LabelledTexts test, TextLanguage language) {
      Map<String, List<String>> questions = new TreeMap<>();
      train
          .rows()
          .forEach(
              row ->
                  questions.computeIfAbsent(row.label(), key -> new ArrayList<>()).add(row.text()));
      test.labels().forEach(label -> questions.computeIfAbsent(label, key -> new ArrayList<>()));
      var all = new Articles(language);
      questions.forEach(all::add);
      return all;
    }

    private void add(String answer, List<String> questions) {
      String id = "answer-" + articles.size();
      String text =
          answer.length() <= Article.MAX_ANSWER ? answer : answer.substring(0, Article.MAX_ANSWER);
      ids.put(answer, id);
      articles.add(
          new Article(
              id,
              language,
              text.replace('_', ' '),
              questions.stream().limit(Article.MAX_QUESTIONS).toList(),
              new AnswerTemplate(text),
              Optional.empty()));
    }

    List<RankTuning.Known> known(LabelledTexts texts) {
      return texts.rows().stream()
          .limit(MOST_TUNED_ON)
          .map(row -> new RankTuning.Known(row.text(), ids.get(row.label())))
          .collect(Collectors.toList());
    }
  }
}
