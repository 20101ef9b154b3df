package io.tidewatch.training.text;

import io.tidewatch.training.Progress;
import io.tidewatch.training.evaluation.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Telling texts apart, on public data. All files are CSV with a header, UTF-8, plain or
 * gzip-compressed ({@code .gz}). Not thread-safe: ND4J is set to one thread for the process.
 */
public final class TextSuites {
  /** Chinese reviews, each with what is asked of them. */
  public enum ReviewSet {
    /** Of ten product categories: good or bad, and of which category. */
    ONLINE_SHOPPING,
    /** Of delivered food: good or bad. */
    WAIMAI,
    /** Of hotels: good or bad. */
    HOTEL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Seed of the split where one file is given. */
  private static final long SPLIT_SEED = 1;

  private static final int NETWORKS = 3;
  private static final String SENTIMENT = "label";
  private static final String REVIEW = "review";
  private static final String CATEGORY = "cat";

  private TextSuites() {}

  /** What is asked of texts: a label each, in a column of its own. */
  record Question(LabelledTexts train, LabelledTexts test, List<String> notes) {}

  /**
   * Finds the intents of questions to a bank.
   *
   * @param test texts to measure on; without them a tenth of {@code train}
   * @param networks how many networks are trained, 0 for the linear model alone; 3 if not said
   * @throws IllegalArgumentException for files that cannot be used, naming the file
   */
  public static TextReport banking77(
      Path train, Optional<Path> test, OptionalInt networks, Progress progress) {
    long start = System.nanoTime();
    Question question = question(train, test, List.of("text"), List.of("category"));
    int members = members(networks, question);
    TextMeasurement found =
        TextMeasurement.of(
            "text-intent",
            question.train(),
            question.test(),
            TextSettings.manyClasses(),
            members,
            progress);
    return report("banking77", question, members, Map.of("", found), start);
  }

  /**
   * Finds out whether reviews are good or bad, and of {@link ReviewSet#ONLINE_SHOPPING} also the
   * category.
   *
   * @param test texts to measure on; without them a tenth of {@code train}
   * @param networks how many networks are trained, 0 for the linear model alone; if not said 3, of
   *     more than 20,000 texts 1
   * @throws IllegalArgumentException for files that cannot be used, naming the file
   */
  public static TextReport reviews(
      ReviewSet set, Path train, Optional<Path> test, OptionalInt networks, Progress progress) {
    long start = System.nanoTime();
    Question sentiment = question(train, test, List.of(REVIEW), List.of(SENTIMENT));
    int members = members(networks, sentiment);
    List<String> asked = new ArrayList<>(List.of(""));
    List<Function<Progress, TextMeasurement>> measurements = new ArrayList<>();
    measurements.add(part -> measure("text-sentiment", sentiment, members, part));
    if (set == ReviewSet.ONLINE_SHOPPING) {
      Question category = question(train, test, List.of(REVIEW), List.of(CATEGORY));
      asked.add("category");
      measurements.add(part -> measure("text-topic", category, members, part));
    }
    List<TextMeasurement> measured = Trainings.run(measurements, progress);
    Map<String, TextMeasurement> found = new LinkedHashMap<>();
    for (int i = 0; i < measured.size(); i++) {
      found.put(asked.get(i), measured.get(i));
    }
    return report("zh-reviews " + set, sentiment, members, found, start);
  }

  private static TextMeasurement measure(
      String name, Question question, int members, Progress progress) {
    LabelledTexts train = question.train();
    TextSettings settings = TextSettings.fewClasses(train.labels().size(), train.rows().size());
    return TextMeasurement.of(name, question.train(), question.test(), settings, members, progress);
  }

  private static int members(OptionalInt asked, Question question) {
    return asked.orElse(question.train().rows().size() > TextSettings.FEW_TEXTS ? 1 : NETWORKS);
  }

  /**
   * Reads what is asked: the first of the columns that a file has.
   *
   * @param testFile without it a tenth of the train file is kept for measuring
   */
  static Question question(
      Path trainFile,
      Optional<Path> testFile,
      List<String> textColumns,
      List<String> labelColumns) {
    LabelledTexts all = LabelledTexts.read(trainFile, textColumns, labelColumns);
    if (testFile.isEmpty()) {
      String note =
          "Split by a hash of the text (seed %d): a text that occurs twice is on one side only."
              .formatted(SPLIT_SEED);
      return new Question(
          all.part(SPLIT_SEED, tenth -> tenth > 0, "nine tenths"),
          all.part(SPLIT_SEED, tenth -> tenth == 0, "the other tenth"),
          List.of(note));
    }
    LabelledTexts test = LabelledTexts.read(testFile.get(), textColumns, labelColumns);
    LabelledTexts train = all.without(test);
    int left = all.rows().size() - train.rows().size();
    List<String> notes =
        left == 0
            ? List.of()
            : List.of(left + " texts that the test file has too were not learned from.");
    return new Question(train, test, notes);
  }

  private static TextReport report(
      String suite,
      Question question,
      int members,
      Map<String, TextMeasurement> found,
      long startNanos) {
    Map<String, Double> model = new LinkedHashMap<>();
    Map<String, Double> baseline = new LinkedHashMap<>();
    Map<String, Double> mixture = new LinkedHashMap<>();
    Map<String, Spread> spread = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>(question.notes());
    found.forEach(
        (asked, measured) -> {
          put(asked, measured.model(), model);
          put(asked, measured.baseline(), baseline);
          mixture.put(name(asked, "networks"), measured.mixture().networks());
          mixture.put(name(asked, "linear"), measured.mixture().linear());
          if (members > 0) {
            spread.put(name(asked, "accuracy"), spread(measured, ClassMetrics::accuracy));
            spread.put(name(asked, "macroF1"), spread(measured, ClassMetrics::macroF1));
          }
          if (measured.baseline().accuracy() > measured.model().accuracy()) {
            notes.add(
                "The linear model with its full table finds %s better than what is served."
                    .formatted(asked.isEmpty() ? "the label" : "the " + asked));
          }
        });
    return new TextReport(
        suite,
        "learned from " + question.train().where() + ", measured on " + question.test().where(),
        question.train().rows().size(),
        question.test().rows().size(),
        members,
        model,
        baseline,
        mixture,
        spread,
        found.values().stream().mapToDouble(TextMeasurement::textsPerSecond).min().orElseThrow(),
        notes,
        (System.nanoTime() - startNanos) / 1e9);
  }

  private static void put(String asked, ClassMetrics metrics, Map<String, Double> figures) {
    figures.put(name(asked, "accuracy"), metrics.accuracy());
    figures.put(name(asked, "macroF1"), metrics.macroF1());
  }

  private static String name(String asked, String figure) {
    return asked.isEmpty()
        ? figure
        : asked + figure.substring(0, 1).toUpperCase(Locale.ROOT) + figure.substring(1);
  }

  private static Spread spread(TextMeasurement measured, ToDoubleFunction<ClassMetrics> figure) {
    return Spread.of(measured.members().stream().mapToDouble(figure).boxed().toList());
  }
}
