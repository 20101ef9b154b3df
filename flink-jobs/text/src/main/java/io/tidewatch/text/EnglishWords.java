package io.tidewatch.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import opennlp.tools.postag.POSModel;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerModel;

/**
 * Sentences and words of English, by OpenNLP's models of the English Web Treebank.
 *
 * <p>One thread each; the models are shared.
 */
final class EnglishWords {
  private final SentenceDetectorME sentences = new SentenceDetectorME(Shared.SENTENCES);
  private final EnglishTokens tokens = new EnglishTokens(Shared.TOKENS);
  private final EnglishTags tagger = new EnglishTags(Shared.TAGS);

  /** Splits a text into sentences. */
  String[] sentences(String text) {
    return sentences.sentDetect(text);
  }

  /** Adds the words of a sentence, or of a part of one. */
  void words(String text, List<Word> out) {
    String[] words = withPlaceholders(tokens.of(text));
    String[] tags = tagger.of(words);
    for (int i = 0; i < words.length; i++) {
      out.add(new Word(words[i], wordClass(words[i], tags[i])));
    }
  }

  /** Puts together again what the tokenizer made of a placeholder. */
  private static String[] withPlaceholders(List<String> tokens) {
    List<String> words = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).equals("[") && i + 2 < tokens.size() && tokens.get(i + 2).equals("]")) {
        words.add(tokens.get(i) + tokens.get(i + 1) + tokens.get(i + 2));
        i += 2;
      } else {
        words.add(tokens.get(i));
      }
    }
    return words.toArray(String[]::new);
  }

  private static WordClass wordClass(String word, String tag) {
    if (Placeholders.endAt(word, 0) == word.length()) {
      return WordClass.X;
    }
    if (Script.isEmoji(word.codePointAt(0))) {
      return WordClass.SYM;
    }
    // The treebank joins the tags of words that are written as one: AUX+PART for doesn't.
    int joined = tag.indexOf('+');
    String first = joined < 0 ? tag : tag.substring(0, joined);
    return first.equals("_") ? WordClass.X : WordClass.valueOf(first);
  }

  /** Loaded at first use; 20 MB. */
  private static final class Shared {
    private static final SentenceModel SENTENCES =
        load("/opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin", SentenceModel::new);
    private static final Maxent TOKENS =
        new Maxent(
            load("/opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin", TokenizerModel::new).getMaxentModel());
    private static final Maxent TAGS =
        new Maxent(
            load("/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin", POSModel::new).getArtifact("pos.model"));

    private interface Reader<M> {
      M read(InputStream in) throws IOException;
    }

    private static <M> M load(String name, Reader<M> reader) {
      try (InputStream in = Resources.open(EnglishWords.class, name)) {
        return reader.read(in);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the model " + name, e);
      }
    }
  }
}
