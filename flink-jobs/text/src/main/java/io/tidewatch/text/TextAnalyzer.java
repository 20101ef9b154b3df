package io.tidewatch.text;

import io.tidewatch.text.TextAnalysis.Outcome;
import io.tidewatch.text.privacy.PersonalDataMask;
import java.util.List;

/**
 * The whole analysis of a text, in a fixed order: normalise, mask personal data, detect the
 * language, split into sentences and words, find key phrases. What comes after the mask never sees
 * what was masked.
 *
 * <p>Never fails on a text and always ends: of long ones only the beginning is looked at. A
 * complaint of 20 words takes well below a millisecond, the longest text some tens.
 *
 * <p>One thread each; the models (150 MB) are shared by all. The first text waits for them to load.
 *
 * <pre>{@code
 * var analysis = new TextAnalyzer().analyze("我的快递还没到，电话13812345678");
 * analysis.text();       // 我的快递还没到,电话[PHONE]
 * analysis.language();   // CHINESE
 * }</pre>
 */
public final class TextAnalyzer {
  /** Words are looked for in so many characters of a text. */
  public static final int MAX_CHARACTERS_IN_WORDS = 4_000;

  private final LanguageDetector languages = new LanguageDetector();
  private final SentenceWords sentences = new SentenceWords();

  /** Creates one; loads the models if no other one has. */
  public TextAnalyzer() {}

  /** Analyses a text as it came. */
  public TextAnalysis analyze(String text) {
    PersonalDataMask.Masked masked = PersonalDataMask.mask(TextNormalizer.normalize(text));
    String safe = masked.text();
    String head = head(safe);
    boolean shortened = TextNormalizer.cuts(text) || head.length() < safe.length();
    TextLanguage language = languages.detect(head);
    Outcome outcome = outcome(safe, language);
    List<Sentence> found =
        outcome == Outcome.ANALYSED ? sentences.sentences(head, language) : List.of();
    return new TextAnalysis(
        outcome, language, safe, masked.kinds(), shortened, found, KeyPhrases.of(found));
  }

  private static String head(String text) {
    if (text.length() <= MAX_CHARACTERS_IN_WORDS) {
      return text;
    }
    boolean pair = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS_IN_WORDS - 1));
    return text.substring(0, pair ? MAX_CHARACTERS_IN_WORDS - 1 : MAX_CHARACTERS_IN_WORDS);
  }

  private static Outcome outcome(String text, TextLanguage language) {
    if (language != TextLanguage.UNKNOWN) {
      return Outcome.ANALYSED;
    }
    if (text.isBlank()) {
      return Outcome.EMPTY;
    }
    return text.codePoints().anyMatch(Character::isLetter)
        ? Outcome.UNKNOWN_LANGUAGE
        : Outcome.NO_WORDS;
  }
}
