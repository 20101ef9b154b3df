package io.tidewatch.platform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.text.Sentence;
import io.tidewatch.text.syntax.Dependency;
import io.tidewatch.text.syntax.DependencyParser;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which word depends on which other one, as a tree for people and as fields of JSON. */
final class DependencyOutput {
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("acl", "clause about it"),
          Map.entry("advcl", "when, why or if"),
          Map.entry("advmod", "how, when or not"),
          Map.entry("amod", "what kind"),
          Map.entry("aux", "auxiliary"),
          Map.entry("case", "preposition or mark"),
          Map.entry("cc", "and, or, but"),
          Map.entry("ccomp", "what is said or thought"),
          Map.entry("clf", "measure word"),
          Map.entry("compound", "part of it"),
          Map.entry("conj", "joined to it"),
          Map.entry("cop", "is"),
          Map.entry("csubj", "subject, a clause"),
          Map.entry("det", "which"),
          Map.entry("discourse", "please, thanks"),
          Map.entry("iobj", "to whom"),
          Map.entry("mark", "opens or closes the clause"),
          Map.entry("nmod", "whose or of what"),
          Map.entry("nsubj", "subject"),
          Map.entry("nummod", "how many"),
          Map.entry("obj", "object"),
          Map.entry("obl", "where, when, with what"),
          Map.entry("parataxis", "beside it"),
          Map.entry("vocative", "who is spoken to"),
          Map.entry("xcomp", "to do what"));
  private static final int COLUMN = 13;
  private static final int WORDS = 24;

  private final DependencyParser parser;

  DependencyOutput(DependencyParser parser) {
    this.parser = parser;
  }

  /** Adds {@code head} and {@code relation} to the words of a document, and who says so. */
  void put(List<Sentence> sentences, ObjectNode document) {
    document
        .putObject("parser")
        .put("treebank", parser.treebank())
        .put("sentences", parser.learnedFrom());
    for (int i = 0; i < sentences.size(); i++) {
      ArrayNode words = (ArrayNode) document.get("sentences").get(i).get("words");
      List<Dependency> found = parser.parse(sentences.get(i).words());
      for (int j = 0; j < found.size(); j++) {
        ((ObjectNode) words.get(j))
            .put("head", found.get(j).head())
            .put("relation", found.get(j).relation());
      }
    }
  }

  /** Prints a tree for each sentence: what depends on a word stands below it, farther in. */
  void print(List<Sentence> sentences, PrintWriter out) {
    for (Sentence sentence : sentences) {
      out.printf(Locale.ROOT, "%-" + COLUMN + "s%s%n", "parse", sentence.text());
      print(sentence, parser.parse(sentence.words()), 0, 1, out);
    }
  }

  private static void print(
      Sentence sentence, List<Dependency> found, int head, int depth, PrintWriter out) {
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).head() == head) {
        String word = " ".repeat(2 * depth) + sentence.words().get(i).text();
        out.printf(
            Locale.ROOT,
            "%s%-" + WORDS + "s %s%n",
            " ".repeat(COLUMN),
            word,
            meaning(found.get(i).relation()));
        print(sentence, found, i + 1, depth + 1, out);
      }
    }
  }

  private static String meaning(String relation) {
    String meaning = MEANINGS.get(relation);
    return meaning == null ? relation : relation + ": " + meaning;
  }
}
