package io.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import opennlp.tools.ml.BeamSearch;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.postag.POSContextGenerator;
import opennlp.tools.postag.POSModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens and tags against OpenNLP's own tokenizer, and its beam search with a beam of one. */
final class EnglishWordsTest {
  private static final TokenizerModel TOKENS;
  private static final POSModel TAGS;

  static {
    try (InputStream tokens = open("tokens");
        InputStream tags = open("pos")) {
      TOKENS = new TokenizerModel(tokens);
      TAGS = new POSModel(tags);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static InputStream open(String model) {
    return Resources.open(EnglishWordsTest.class, "/opennlp-en-ud-ewt-" + model + "-1.3-2.5.4.bin");
  }

  @ParameterizedTest
  @EnumSource(SampleTexts.class)
  void splitsIntoTokensAsOpenNlpDoes(SampleTexts kind) {
    EnglishTokens ours = new EnglishTokens(new Maxent(TOKENS.getMaxentModel()));
    TokenizerME theirs = new TokenizerME(TOKENS);
    for (String text : kind.texts()) {
      assertThat(ours.of(text)).as(text).containsExactly(theirs.tokenize(text));
    }
  }

  @ParameterizedTest
  @EnumSource(value = SampleTexts.class, mode = EnumSource.Mode.EXCLUDE, names = "LONG")
  void tagsAsOpenNlpDoes(SampleTexts kind) {
    MaxentModel model = TAGS.getArtifact("pos.model");
    EnglishTags ours = new EnglishTags(new Maxent(model));
    BeamSearch theirs = new BeamSearch(1, model);
    POSContextGenerator context = TAGS.getFactory().getPOSContextGenerator();
    TokenizerME tokenizer = new TokenizerME(TOKENS);
    for (String text : kind.texts()) {
      String[] tokens = tokenizer.tokenize(text);
      List<String> expected =
          theirs.bestSequence(tokens, new Object[0], context, (i, t, o, one) -> true).getOutcomes();
      assertThat(ours.of(tokens)).as(text).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void findsTokensThatNoSpaceSeparates() {
    EnglishTokens tokens = new EnglishTokens(new Maxent(TOKENS.getMaxentModel()));
    assertThat(tokens.of("It doesn't work!"))
        .hasSizeGreaterThan(3)
        .startsWith("It")
        .endsWith("work", "!");
  }
}
