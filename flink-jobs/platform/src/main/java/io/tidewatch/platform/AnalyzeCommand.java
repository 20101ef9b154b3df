package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.replies.SuggestedReplies;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.replies.Articles;
import io.tidewatch.replies.Suggestion;
import io.tidewatch.text.Intent;
import io.tidewatch.text.Sentence;
import io.tidewatch.text.TextAnalysis;
import io.tidewatch.text.TextAnalyzer;
import io.tidewatch.text.TextLanguage;
import io.tidewatch.text.TextMeaning;
import io.tidewatch.text.Word;
import io.tidewatch.text.rules.RuleReader;
import io.tidewatch.text.syntax.DependencyParser;
import io.tidewatch.text.syntax.Treebank;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the job understands of a ticket's text. */
@Command(
    name = "analyze",
    description = {
      "Analyses a text as the job analyses those of tickets: language, personal data, sentences,"
          + " words, key phrases, sentiment, urgency, words of leaving, intent and queue, and the"
          + " replies that it would suggest from the articles of ./tidewatch replies starter.",
      "Chinese and English; of another language it says so and guesses nothing."
    },
    mixinStandardHelpOptions = true)
final class AnalyzeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description = "The text; - reads it from standard input as UTF-8.")
  private List<String> words;

  @Option(
      names = {"--parse", "--dependencies"},
      description = {
        "Also say which word depends on which other one, in the relations of Universal"
            + " Dependencies. Learned from some 100 sentences of a shop's customers per language,"
            + " which ship: right for short sentences of that kind, a guess for others."
      })
  private boolean parse;

  @Option(
      names = "--treebank",
      paramLabel = "FILE",
      description =
          "With --parse: learn from this treebank in CoNLL-U, such as those of Universal"
              + " Dependencies, instead.")
  private Path treebank;

  @Option(names = "--json", description = "Print the analysis as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    TextAnalysis analysis = new TextAnalyzer().analyze(text());
    TextMeaning meaning =
        RuleReader.unlessInstalled(AnalyzeCommand.class.getClassLoader()).read(analysis);
    List<Suggestion> replies = SuggestedReplies.of(analysis, meaning, Articles.starter(), Map.of());
    Optional<DependencyOutput> dependencies = dependencies(analysis.language());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode root = document(analysis, meaning);
      dependencies.ifPresent(found -> found.put(analysis.sentences(), root));
      SuggestedReplies.put(replies, root.putArray("suggestedReplies"));
      out.println(Json.pretty(root));
    } else {
      print(analysis, meaning, out);
      dependencies.ifPresent(found -> found.print(analysis.sentences(), out));
      SuggestedReplies.print(replies, out);
    }
    return 0;
  }

  private Optional<DependencyOutput> dependencies(TextLanguage language) {
    if (treebank != null && !parse) {
      throw new ParameterException(spec.commandLine(), "--treebank is of use only with --parse");
    }
    if (!parse || language == TextLanguage.UNKNOWN) {
      return Optional.empty();
    }
    if (treebank == null) {
      return Optional.of(new DependencyOutput(DependencyParser.of(language)));
    }
    try {
      return Optional.of(new DependencyOutput(DependencyParser.learn(Treebank.read(treebank))));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--treebank " + e.getMessage(), e);
    }
  }

  private String text() {
    if (!words.equals(List.of("-"))) {
      return String.join(" ", words);
    }
    try {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailedException("cannot read standard input: " + e.getMessage(), e);
    }
  }

  private void print(TextAnalysis analysis, TextMeaning meaning, PrintWriter out) {
    line(out, "text", analysis.text() + (analysis.shortened() ? " (shortened)" : ""));
    line(out, "outcome", analysis.outcome().name());
    line(out, "language", analysis.language().tag());
    line(out, "masked", analysis.masked().isEmpty() ? "nothing" : analysis.masked().toString());
    line(out, "sentiment", scale(meaning.sentiment(), "angry", "happy"));
    line(out, "urgency", scale(meaning.urgency(), "", "urgent"));
    line(out, "leaving", scale(meaning.leaving(), "", "is leaving"));
    line(out, "intent", intent(meaning));
    line(out, "queue", meaning.route());
    line(out, "key phrases", String.join(", ", analysis.keyPhrases()));
    for (Sentence sentence : analysis.sentences()) {
      line(out, "sentence", words(sentence));
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf(Locale.ROOT, "%-13s%s%n", name, value);
  }

  private static String scale(float value, String low, String high) {
    float notable = TextMeaning.NOTABLE;
    String word = value <= -notable ? low : value >= notable ? high : "";
    return String.format(Locale.ROOT, "%+.2f %s", value, word).strip();
  }

  private static String intent(TextMeaning meaning) {
    Intent likeliest = meaning.likeliestIntent();
    String sure = String.format(Locale.ROOT, "%s (%.2f)", likeliest.name(), likeliest.confidence());
    if (meaning.intent().isPresent()) {
      return sure;
    }
    return likeliest.confidence() == 0 ? "not known" : "not sure; perhaps " + sure;
  }

  private static String words(Sentence sentence) {
    return sentence.words().stream()
        .map(word -> word.text() + "/" + word.wordClass())
        .collect(Collectors.joining(" "));
  }

  private ObjectNode document(TextAnalysis analysis, TextMeaning meaning) {
    ObjectNode root = Json.object();
    root.put("outcome", analysis.outcome().name());
    root.put("language", analysis.language().tag());
    root.put("maskedText", analysis.text());
    ArrayNode masked = root.putArray("masked");
    analysis.masked().forEach(kind -> masked.add(kind.name()));
    root.put("shortened", analysis.shortened());
    root.put("sentiment", meaning.sentiment());
    root.put("urgency", meaning.urgency());
    root.put("leaving", meaning.leaving());
    root.put("intent", meaning.intent().map(Intent::name).orElse(null));
    root.put("intentConfidence", meaning.likeliestIntent().confidence());
    root.put("route", meaning.route());
    ArrayNode phrases = root.putArray("keyPhrases");
    analysis.keyPhrases().forEach(phrases::add);
    sentences(root.putArray("sentences"), analysis.sentences());
    return root;
  }

  private static void sentences(ArrayNode out, List<Sentence> sentences) {
    for (Sentence sentence : sentences) {
      ObjectNode node = out.addObject();
      node.put("text", sentence.text());
      ArrayNode words = node.putArray("words");
      for (Word word : sentence.words()) {
        words.addObject().put("text", word.text()).put("class", word.wordClass().name());
      }
    }
  }
}
