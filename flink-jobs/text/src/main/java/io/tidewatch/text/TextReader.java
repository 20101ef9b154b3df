package io.tidewatch.text;

/**
 * Reads the meaning of an analysed text: rules that ship, or trained networks in their place.
 * Thread-safety is the implementation's to state.
 */
public interface TextReader {
  /** Meaning is read from so many characters of a text; the rest is not looked at. */
  int MAX_CHARACTERS = TextAnalyzer.MAX_CHARACTERS_IN_WORDS;

  /** Reads a text. The same text gives the same meaning. */
  TextMeaning read(TextAnalysis analysis);
}
