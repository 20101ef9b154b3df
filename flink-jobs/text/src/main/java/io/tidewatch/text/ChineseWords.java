package io.tidewatch.text;

import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.corpus.tag.Nature;
import com.hankcs.hanlp.dictionary.CustomDictionary;
import com.hankcs.hanlp.seg.Segment;
import com.hankcs.hanlp.seg.common.Term;
import java.util.List;

/**
 * Words of Chinese, by HanLP's dictionary and the words of {@code chinese-words.txt}, which are
 * added to HanLP's one dictionary of the process.
 *
 * <p>Any number of threads.
 */
final class ChineseWords {
  private static final String FREQUENCY = " 1000";

  private ChineseWords() {}

  /** Adds the words of a sentence, or of a part of one. */
  static void words(String text, List<Word> out) {
    for (Term term : Shared.SEGMENT.seg(text)) {
      String word = term.word.strip();
      if (!word.isEmpty()) {
        out.add(new Word(word, wordClass(word, term.nature)));
      }
    }
  }

  /** Maps the tags of Peking University to the universal ones. */
  private static WordClass wordClass(String word, Nature nature) {
    if (Script.isEmoji(word.codePointAt(0))) {
      return WordClass.SYM;
    }
    String tag = nature == null ? "x" : nature.toString();
    return switch (tag.charAt(0)) {
      case 'a', 'b', 'z' -> WordClass.ADJ;
      case 'c' -> tag.equals("cc") ? WordClass.CCONJ : WordClass.SCONJ;
      case 'd' -> WordClass.ADV;
      case 'e', 'o' -> WordClass.INTJ;
      case 'f', 's', 't', 'l', 'i', 'j', 'g' -> WordClass.NOUN;
      case 'n' -> noun(tag);
      case 'm' -> WordClass.NUM;
      case 'p' -> WordClass.ADP;
      case 'q' -> WordClass.DET;
      case 'r' -> WordClass.PRON;
      case 'u', 'y', 'h', 'k' -> WordClass.PART;
      case 'v' -> verb(tag);
      case 'w' -> WordClass.PUNCT;
      default -> WordClass.X;
    };
  }

  private static WordClass verb(String tag) {
    return switch (tag) {
      case "vshi", "vyou" -> WordClass.AUX;
      case "vn" -> WordClass.NOUN;
      default -> WordClass.VERB;
    };
  }

  private static WordClass noun(String tag) {
    return tag.length() > 1 && "rstz".indexOf(tag.charAt(1)) >= 0
        ? WordClass.PROPN
        : WordClass.NOUN;
  }

  /** Loaded at first use; 40 MB. */
  private static final class Shared {
    private static final Segment SEGMENT = load();

    private static Segment load() {
      for (String line : Resources.lines(ChineseWords.class, "chinese-words.txt")) {
        int space = line.indexOf(' ');
        CustomDictionary.insert(line.substring(0, space), line.substring(space + 1) + FREQUENCY);
      }
      return HanLP.newSegment()
          .enableNameRecognize(false)
          .enableTranslatedNameRecognize(false)
          .enableCustomDictionary(true)
          .enableOffset(false);
    }
  }
}
