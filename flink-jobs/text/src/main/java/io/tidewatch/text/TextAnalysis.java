package io.tidewatch.text;

import io.tidewatch.text.privacy.PersonalData;
import java.util.List;
import java.util.Set;

/**
 * What was found in a text. Holds no personal data that {@link
 * io.tidewatch.text.privacy.PersonalDataMask} knows: everything in it comes from the masked text.
 *
 * @param outcome what could be done with the text
 * @param language its language; UNKNOWN unless the outcome is ANALYSED
 * @param text the text, normalised and masked, at most {@link TextNormalizer#MAX_CHARACTERS} long
 *     before masking
 * @param masked the kinds of personal data that were masked
 * @param shortened whether only the beginning of a long text was looked at: the text is cut after
 *     {@link TextNormalizer#MAX_CHARACTERS}, words are looked for in the first {@link
 *     TextAnalyzer#MAX_CHARACTERS_IN_WORDS}
 * @param sentences sentences with words; empty unless the outcome is ANALYSED
 * @param keyPhrases strongest first, at most {@link KeyPhrases#MAX_PHRASES}
 */
public record TextAnalysis(
    Outcome outcome,
    TextLanguage language,
    String text,
    Set<PersonalData> masked,
    boolean shortened,
    List<Sentence> sentences,
    List<String> keyPhrases) {

  /** What could be done with a text. */
  public enum Outcome {
    /** It was analysed in full. */
    ANALYSED,
    /** There is no text, or nothing but space and control characters. */
    EMPTY,
    /** There are no words: only emoji, digits or punctuation. */
    NO_WORDS,
    /**
     * It is in a language other than Chinese and English, or too short to say. Masked all the same.
     */
    UNKNOWN_LANGUAGE
  }
}
