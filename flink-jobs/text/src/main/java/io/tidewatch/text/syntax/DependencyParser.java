package io.tidewatch.text.syntax;

import io.tidewatch.text.TextLanguage;
import io.tidewatch.text.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Says which word of a sentence depends on which other one, and what it is to that: the tree whose
 * dependencies are together worth most, each by itself (McDonald, Crammer and Pereira 2005), with
 * weights that a perceptron learns from a {@link Treebank}; then the relations.
 *
 * <p>The treebanks that ship are small: they know the sentences of a shop's customers, not novels.
 * A parser of a large treebank of Universal Dependencies is got by {@link #learn}. The same
 * treebank gives the same parser. Any number of threads.
 *
 * <pre>{@code
 * DependencyParser.of(TextLanguage.ENGLISH).parse(sentence.words());
 * }</pre>
 */
public final class DependencyParser {
  private static final int PASSES = 10;

  private final String treebank;
  private final int learnedFrom;
  private final List<String> relations;
  private final AveragedWeights arcs = new AveragedWeights();
  private final AveragedWeights labels = new AveragedWeights();

  private DependencyParser(Treebank treebank) {
    this.treebank = treebank.name();
    this.learnedFrom = treebank.sentences().size();
    TreeSet<String> names = new TreeSet<>();
    for (ParsedSentence sentence : treebank.sentences()) {
      sentence.dependencies().forEach(one -> names.add(one.relation()));
    }
    this.relations = List.copyOf(names);
  }

  /**
   * Returns the parser of the treebank that ships for a language; learns it if nobody has yet,
   * which takes about a second. Mixed texts are parsed as Chinese.
   *
   * @throws IllegalArgumentException if the language is unknown
   */
  public static DependencyParser of(TextLanguage language) {
    return switch (language) {
      case ENGLISH -> English.PARSER;
      case CHINESE, MIXED -> Chinese.PARSER;
      case UNKNOWN ->
          throw new IllegalArgumentException("texts of unknown language have no parser");
    };
  }

  /** Learns a parser; takes minutes for a treebank of ten thousand sentences. */
  public static DependencyParser learn(Treebank treebank) {
    DependencyParser parser = new DependencyParser(treebank);
    List<ParsedSentence> sentences = new ArrayList<>(treebank.sentences());
    Random random = new Random(PASSES);
    for (int pass = 0; pass < PASSES; pass++) {
      Collections.shuffle(sentences, random);
      sentences.forEach(parser::learn);
    }
    parser.arcs.average();
    parser.labels.average();
    return parser;
  }

  /** Returns the name of the treebank that it was learned from. */
  public String treebank() {
    return treebank;
  }

  /** Returns how many sentences it was learned from. */
  public int learnedFrom() {
    return learnedFrom;
  }

  /**
   * Parses a sentence.
   *
   * @param words the words of one sentence, in order
   * @return what each of them depends on, in order; together a tree with one root
   */
  public List<Dependency> parse(List<Word> words) {
    if (words.isEmpty()) {
      return List.of();
    }
    Features features = new Features();
    Tokens tokens = new Tokens(words);
    int[] heads = ProjectiveTree.heads(scores(tokens, features));
    List<Dependency> dependencies = new ArrayList<>(words.size());
    for (int word = 1; word < heads.length; word++) {
      String relation =
          heads[word] == 0
              ? Dependency.ROOT
              : relations.get(relation(features.ofRelation(tokens, heads, word)));
      dependencies.add(new Dependency(heads[word], relation));
    }
    return List.copyOf(dependencies);
  }

  private double[][] scores(Tokens tokens, Features features) {
    int size = tokens.size();
    double[][] scores = new double[size + 1][size + 1];
    for (int head = 0; head <= size; head++) {
      for (int word = 1; word <= size; word++) {
        if (head != word) {
          scores[head][word] = arcs.sum(features.ofArc(tokens, head, word));
        }
      }
    }
    return scores;
  }

  private int relation(int[] features) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < relations.size(); i++) {
      double sum =
          relations.get(i).equals(Dependency.ROOT)
              ? Double.NEGATIVE_INFINITY
              : labels.sum(Features.forRelation(features, i));
      if (sum > most) {
        most = sum;
        best = i;
      }
    }
    return best;
  }

  private void learn(ParsedSentence sentence) {
    Features features = new Features();
    Tokens tokens = new Tokens(sentence.words());
    int[] right = heads(sentence);
    double[][] scores = scores(tokens, features);
    for (int word = 1; word < right.length; word++) {
      scores[right[word]][word] -= 1; // what is right has to win by a margin
    }
    int[] found = ProjectiveTree.heads(scores);
    for (int word = 1; word < right.length; word++) {
      if (found[word] != right[word]) {
        arcs.add(features.ofArc(tokens, right[word], word), 1);
        arcs.add(features.ofArc(tokens, found[word], word), -1);
      }
      if (right[word] != 0) {
        learnRelation(
            features.ofRelation(tokens, right, word),
            relations.indexOf(sentence.dependencies().get(word - 1).relation()));
      }
    }
    arcs.step();
    labels.step();
  }

  private void learnRelation(int[] features, int right) {
    int found = relation(features);
    if (found != right) {
      labels.add(Features.forRelation(features, right), 1);
      labels.add(Features.forRelation(features, found), -1);
    }
  }

  private static int[] heads(ParsedSentence sentence) {
    int[] heads = new int[sentence.words().size() + 1];
    for (int word = 1; word < heads.length; word++) {
      heads[word] = sentence.dependencies().get(word - 1).head();
    }
    return heads;
  }

  private static final class English {
    private static final DependencyParser PARSER = learn(Treebank.shipped("english"));
  }

  private static final class Chinese {
    private static final DependencyParser PARSER = learn(Treebank.shipped("chinese"));
  }
}
