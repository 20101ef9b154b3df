package io.tidewatch.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Says whether a text is Chinese, English, both or neither. The script tells Chinese, and Japanese
 * and Korean by theirs. Latin letters are English if common English words are at least a third of
 * the words, or else if OpenNLP's model of 103 languages puts English first for at least three
 * words. Anything else stays unknown.
 *
 * <p>One thread each; the model is shared.
 */
final class LanguageDetector {
  private static final String MODEL = "/langdetect-183.bin";
  private static final Set<String> COMMON_ENGLISH =
      Resources.lines(LanguageDetector.class, "common-english.txt").stream()
          .flatMap(line -> Stream.of(line.split(" +")))
          .collect(Collectors.toUnmodifiableSet());
  private static final double COMMON_SHARE = 1.0 / 3;
  private static final int FEWEST_WORDS = 3;
  // A Chinese word has about 1.6 characters.
  private static final double HAN_PER_WORD = 1.6;
  private static final double MIXED_SHARE = 0.2;
  // Japanese has more; emoticons of kana and hangul stand in Chinese texts too.
  private static final double KANA_SHARE = 0.2;
  private static final int LONGEST_SAMPLE = 500;

  private final LanguageDetectorME model;

  LanguageDetector() {
    this.model = new LanguageDetectorME(Shared.MODEL);
  }

  /** Returns the language of a normalised and masked text; UNKNOWN if it has no words. */
  TextLanguage detect(String text) {
    Letters letters = Letters.of(text);
    double chinese = letters.han / HAN_PER_WORD;
    double other = letters.latinWords;
    if (letters.foreign > letters.han + letters.latin
        || letters.kanaOrHangul > KANA_SHARE * letters.han) {
      return TextLanguage.UNKNOWN;
    }
    if (letters.han > 0) {
      boolean both =
          letters.latinWords >= FEWEST_WORDS
              && Math.min(chinese, other) >= MIXED_SHARE * (chinese + other);
      if (both && isEnglish(letters)) {
        return TextLanguage.MIXED;
      }
      return chinese >= MIXED_SHARE * (chinese + other)
          ? TextLanguage.CHINESE
          : englishOrUnknown(letters);
    }
    return englishOrUnknown(letters);
  }

  private TextLanguage englishOrUnknown(Letters letters) {
    return isEnglish(letters) ? TextLanguage.ENGLISH : TextLanguage.UNKNOWN;
  }

  private boolean isEnglish(Letters letters) {
    if (letters.latinWords == 0) {
      return false;
    }
    if (letters.commonEnglish >= COMMON_SHARE * letters.latinWords) {
      return true;
    }
    if (letters.latinWords < FEWEST_WORDS) {
      return false;
    }
    String latin = letters.sample.toString();
    Language best = model.predictLanguage(latin);
    return best.getLang().equals("eng");
  }

  private static final class Letters {
    private int han;
    private int latin;
    private int latinWords;
    private int commonEnglish;
    private int kanaOrHangul;
    private int foreign;
    private final StringBuilder sample = new StringBuilder();

    static Letters of(String text) {
      Letters letters = new Letters();
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        int end = i + Character.charCount(c);
        if (c == '[' && Placeholders.endAt(text, i) > 0) {
          end = Placeholders.endAt(text, i);
        } else if (Script.isLatin(c)) {
          end = latinEnd(text, i);
          letters.latinWord(text.substring(i, end));
        } else if (Script.isHan(c)) {
          letters.han++;
        } else if (Character.isLetter(c)) {
          letters.other(c);
        }
        i = end;
      }
      return letters;
    }

    private static int latinEnd(String text, int start) {
      int end = start;
      while (end < text.length()
          && (Script.isLatin(text.codePointAt(end))
              || text.charAt(end) == '\''
              || text.charAt(end) == '’')) {
        end++;
      }
      return end;
    }

    private void latinWord(String word) {
      latin += word.length();
      latinWords++;
      if (COMMON_ENGLISH.contains(word.toLowerCase(Locale.ROOT).replace('’', '\''))) {
        commonEnglish++;
      }
      if (sample.length() < LONGEST_SAMPLE) {
        sample.append(word).append(' ');
      }
    }

    private void other(int c) {
      switch (UnicodeScript.of(c)) {
        case HIRAGANA, KATAKANA, HANGUL -> kanaOrHangul++;
        default -> foreign++;
      }
    }
  }

  /** Loaded at first use; 40 MB. */
  private static final class Shared {
    private static final LanguageDetectorModel MODEL = load();

    private static LanguageDetectorModel load() {
      try (var in = Resources.open(LanguageDetector.class, LanguageDetector.MODEL)) {
        return new LanguageDetectorModel(in);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the model " + LanguageDetector.MODEL, e);
      }
    }
  }
}
