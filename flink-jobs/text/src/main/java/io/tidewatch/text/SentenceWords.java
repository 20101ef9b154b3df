package io.tidewatch.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Sentences and words of a text in Chinese, English or both: whatever is written in Han characters
 * goes to {@link ChineseWords}, the rest to {@link EnglishWords}. One thread.
 */
final class SentenceWords {
  private static final String CHINESE_ENDS = "。！？；!?;\n…";
  // Longer sentences are cut, so that one never takes long.
  private static final int LONGEST_SENTENCE = 400;

  private final EnglishWords english = new EnglishWords();

  List<Sentence> sentences(String text, TextLanguage language) {
    List<Sentence> sentences = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (language == TextLanguage.ENGLISH) {
        for (String sentence : english.sentences(line)) {
          add(sentence, language, sentences);
        }
      } else {
        splitChinese(line, language, sentences);
      }
    }
    return List.copyOf(sentences);
  }

  private void splitChinese(String line, TextLanguage language, List<Sentence> out) {
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      boolean ends = CHINESE_ENDS.indexOf(line.charAt(i)) >= 0;
      boolean more = i + 1 < line.length() && CHINESE_ENDS.indexOf(line.charAt(i + 1)) >= 0;
      if (ends && !more) {
        add(line.substring(start, i + 1), language, out);
        start = i + 1;
      }
    }
    add(line.substring(start), language, out);
  }

  private void add(String sentence, TextLanguage language, List<Sentence> out) {
    String text = sentence.strip();
    int start = 0;
    while (text.length() - start > LONGEST_SENTENCE) {
      int end = cut(text, start + LONGEST_SENTENCE);
      addShort(text.substring(start, end), language, out);
      start = end;
    }
    addShort(text.substring(start), language, out);
  }

  /** Not inside a pair of surrogates. */
  private static int cut(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  private void addShort(String text, TextLanguage language, List<Sentence> out) {
    List<Word> words = new ArrayList<>();
    if (language == TextLanguage.ENGLISH) {
      english.words(text, words);
    } else {
      wordsByScript(text, words);
    }
    if (!words.isEmpty()) {
      out.add(new Sentence(text, List.copyOf(words)));
    }
  }

  /** Gives each run of characters to the language of its script; marks stay with what is before. */
  private void wordsByScript(String text, List<Word> out) {
    int start = 0;
    boolean latin = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c == '[' && Placeholders.endAt(text, i) > 0) {
        run(text.substring(start, i), latin, out);
        start = Placeholders.endAt(text, i);
        out.add(new Word(text.substring(i, start), WordClass.X));
        i = start;
        continue;
      }
      if ((latin && Script.isHan(c)) || (!latin && Script.isLatin(c))) {
        run(text.substring(start, i), latin, out);
        start = i;
        latin = !latin;
      }
      i += Character.charCount(c);
    }
    run(text.substring(start), latin, out);
  }

  private void run(String text, boolean latin, List<Word> out) {
    if (text.isBlank()) {
      return;
    }
    if (latin) {
      english.words(text, out);
    } else {
      ChineseWords.words(text, out);
    }
  }
}
