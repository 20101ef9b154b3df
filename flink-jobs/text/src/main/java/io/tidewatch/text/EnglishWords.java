package io.tidewatch.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import opennlp.tools.ml.BeamSearch;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.postag.POSContextGenerator;
import opennlp.tools.postag.POSModel;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.util.SequenceValidator;

/**
 * Sentences and words of English, by OpenNLP's models of the English Web Treebank. Tags are chosen
 * greedily (a beam of one): a third of the cost of the tagger's own beam of three.
 *
 * <p>One thread each; the models are shared.
 */
final class EnglishWords {
  private static final int BEAM = 1;
  private static final int CACHE = 0;
  private static final SequenceValidator<String> ANY_TAG = (i, words, tags, tag) -> true;
  private static final Object[] NO_CONTEXT = {};

  private final SentenceDetectorME sentences = new SentenceDetectorME(Shared.SENTENCES);
  private final TokenizerME tokens = new TokenizerME(Shared.TOKENS);
  private final BeamSearch tagger = new BeamSearch(BEAM, tagModel(), CACHE);
  private final POSContextGenerator context = Shared.TAGS.getFactory().getPOSContextGenerator();

  /** Splits a text into sentences. */
  String[] sentences(String text) {
    return sentences.sentDetect(text);
  }

  /** Adds the words of a sentence, or of a part of one. */
  void words(String text, List<Word> out) {
    String[] words = withPlaceholders(tokens.tokenize(text));
    if (words.length == 0) {
      return;
    }
    List<String> tags = tagger.bestSequence(words, NO_CONTEXT, context, ANY_TAG).getOutcomes();
    for (int i = 0; i < words.length; i++) {
      out.add(new Word(words[i], wordClass(words[i], tags.get(i))));
    }
  }

  /** Puts together again what the tokenizer made of a placeholder. */
  private static String[] withPlaceholders(String[] tokens) {
    List<String> words = new ArrayList<>(tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i].equals("[") && i + 2 < tokens.length && tokens[i + 2].equals("]")) {
        words.add(tokens[i] + tokens[i + 1] + tokens[i + 2]);
        i += 2;
      } else {
        words.add(tokens[i]);
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

  private static MaxentModel tagModel() {
    return Shared.TAGS.getArtifact("pos.model");
  }

  /** Loaded at first use; 20 MB. */
  private static final class Shared {
    private static final SentenceModel SENTENCES =
        load("/opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin", SentenceModel::new);
    private static final TokenizerModel TOKENS =
        load("/opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin", TokenizerModel::new);
    private static final POSModel TAGS =
        load("/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin", POSModel::new);

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
