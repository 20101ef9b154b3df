package io.tidewatch.text.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.text.Sentence;
import io.tidewatch.text.TextAnalyzer;
import io.tidewatch.text.TextLanguage;
import io.tidewatch.text.Word;
import io.tidewatch.text.WordClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DependencyParserTest {
  private static final int FOLDS = 10;

  @Test
  void saysWhoDoesWhatInEnglish() {
    assertThat(parsed("The customer wants a new phone.", TextLanguage.ENGLISH))
        .containsExactly(
            "The <- customer det",
            "customer <- wants nsubj",
            "wants root",
            "a <- phone det",
            "new <- phone amod",
            "phone <- wants obj",
            ". <- wants punct");
  }

  @Test
  void saysWhoDoesWhatInChinese() {
    assertThat(parsed("你们把我的订单取消了。", TextLanguage.CHINESE))
        .containsExactly(
            "你们 <- 取消 nsubj",
            "把 <- 订单 case",
            "我 <- 订单 nmod",
            "的 <- 我 case",
            "订单 <- 取消 obl",
            "取消 root",
            "了 <- 取消 aux",
            "。 <- 取消 punct");
  }

  /** Each sentence of a treebank is parsed by what was learned from the others. */
  @ParameterizedTest
  @CsvSource({"english, 0.86, 0.78", "chinese, 0.70, 0.60"})
  void findsMostDependenciesOfSentencesThatItDidNotLearnFrom(
      String name, double heads, double relations) {
    List<ParsedSentence> all = Treebank.shipped(name).sentences();
    int words = 0;
    int rightHeads = 0;
    int right = 0;
    int neighbours = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      List<ParsedSentence> learned = new ArrayList<>();
      List<ParsedSentence> heldBack = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        (i % FOLDS == fold ? heldBack : learned).add(all.get(i));
      }
      DependencyParser parser = DependencyParser.learn(new Treebank(name, learned));
      for (ParsedSentence sentence : heldBack) {
        List<Dependency> found = parser.parse(sentence.words());
        for (int i = 0; i < found.size(); i++) {
          if (sentence.words().get(i).wordClass() == WordClass.PUNCT) {
            continue;
          }
          Dependency truth = sentence.dependencies().get(i);
          words++;
          rightHeads += found.get(i).head() == truth.head() ? 1 : 0;
          right += found.get(i).equals(truth) ? 1 : 0;
          neighbours += truth.head() == i + 2 ? 1 : 0;
        }
      }
    }
    double share = (double) rightHeads / words;
    assertThat(share).isGreaterThan(heads).isGreaterThan((double) neighbours / words + 0.2);
    assertThat((double) right / words).isGreaterThan(relations);
  }

  @Test
  void whateverTheWordsItIsATree() {
    Random random = new Random(7);
    WordClass[] classes = WordClass.values();
    for (int size = 1; size <= 80; size++) {
      List<Word> words = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        words.add(
            new Word(
                Integer.toString(random.nextInt(50)), classes[random.nextInt(classes.length)]));
      }
      List<Dependency> found = DependencyParser.of(TextLanguage.MIXED).parse(words);
      assertThat(new ParsedSentence(words, found).dependencies()).hasSize(size);
    }
    assertThat(DependencyParser.of(TextLanguage.ENGLISH).parse(List.of())).isEmpty();
  }

  @Test
  void twoParsersOfOneTreebankAgree() {
    Treebank treebank = Treebank.shipped("english");
    List<Word> words = treebank.sentences().get(20).words();
    assertThat(DependencyParser.learn(treebank).parse(words))
        .isEqualTo(DependencyParser.of(TextLanguage.ENGLISH).parse(words));
  }

  @Test
  void aTextOfUnknownLanguageHasNoParser() {
    assertThatThrownBy(() -> DependencyParser.of(TextLanguage.UNKNOWN))
        .hasMessageContaining("unknown language");
  }

  private static List<String> parsed(String text, TextLanguage language) {
    Sentence sentence = new TextAnalyzer().analyze(text).sentences().get(0);
    List<Dependency> found = DependencyParser.of(language).parse(sentence.words());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      int head = found.get(i).head();
      lines.add(
          sentence.words().get(i).text()
              + (head == 0 ? "" : " <- " + sentence.words().get(head - 1).text())
              + " "
              + found.get(i).relation());
    }
    return lines;
  }
}
