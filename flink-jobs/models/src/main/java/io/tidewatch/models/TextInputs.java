package io.tidewatch.models;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Turns texts into the indices that text networks read; training and serving use this one code.
 *
 * <pre>
 * text    "Wo bleibt my card?"  "快递太慢"
 * tokens  wo bleibt my card ?   快 递 太 慢           lower case, compatibility forms folded (NFKC)
 * grams   one, two and three tokens in a row; of a word also its 3 to 5 letters in a row with its ends
 * </pre>
 *
 * <p>A word is a run of letters or of digits, each ideograph is one by itself, and so is every sign
 * but white space. Of a text with too many tokens its beginning and its end are read, half of each:
 * complaints begin with what happened and end with what is wanted. Thread-safe.
 */
public final class TextInputs {
  private static final int LONGEST_GRAM = 3;
  private static final int SHORTEST_PIECE = 3;
  private static final int LONGEST_PIECE = 5;

  /** Longer texts are cut before they are looked at. */
  private static final int MAX_CHARACTERS = 20_000;

  private final Map<String, Integer> vocabulary = new HashMap<>();
  private final int tokens;
  private final int grams;
  private final int rows;
  private final boolean distinct;

  /** Reads texts as a task says. */
  public TextInputs(Task.Text task) {
    this(task.vocabulary(), task.tokens(), task.grams(), task.rows(), task.distinct());
  }

  /**
   * Reads n-grams as often as a text has them.
   *
   * @param vocabulary words; the first one stands for all that are not named
   * @param tokens most tokens that are read
   * @param grams most n-grams that are read
   * @param rows n-grams are told apart by their hash modulo this
   */
  public TextInputs(List<String> vocabulary, int tokens, int grams, int rows) {
    this(vocabulary, tokens, grams, rows, false);
  }

  /**
   * @param vocabulary words; the first one stands for all that are not named
   * @param tokens most tokens that are read
   * @param grams most n-grams that are read
   * @param rows n-grams are told apart by their hash modulo this
   * @param distinct whether an n-gram is read once however often a text has it
   */
  public TextInputs(List<String> vocabulary, int tokens, int grams, int rows, boolean distinct) {
    for (int i = 1; i < vocabulary.size(); i++) {
      this.vocabulary.put(vocabulary.get(i), i);
    }
    this.tokens = tokens;
    this.grams = grams;
    this.rows = rows;
    this.distinct = distinct;
  }

  /** Returns the most tokens that are read. */
  public int tokens() {
    return tokens;
  }

  /** Returns the most n-grams that are read. */
  public int grams() {
    return grams;
  }

  /**
   * Looks a text up.
   *
   * @param words receives indices of the tokens, then -1; {@code [tokens]}
   * @param pieces receives hashes of the n-grams, ascending if they are distinct, then -1; {@code
   *     [grams]}
   */
  public void read(String text, float[] words, float[] pieces) {
    String folded = fold(text);
    int[] spans = spans(folded);
    int count = Math.min(spans.length / 2, tokens);
    int head = spans.length / 2 <= tokens ? count : (tokens + 1) / 2;
    int skipped = spans.length / 2 - count;
    var hashes = new int[count];
    int found = 0;
    for (int i = 0; i < count; i++) {
      int at = 2 * (i < head ? i : i + skipped);
      int from = spans[at];
      int to = spans[at + 1];
      words[i] = vocabulary.getOrDefault(folded.substring(from, to), 0);
      hashes[i] = hash(folded, from, to);
      found = addGrams(hashes, i, pieces, found);
      if (Character.isLetter(folded.charAt(from)) && !isIdeograph(folded.codePointAt(from))) {
        found = addPieces(folded, from, to, pieces, found);
      }
    }
    if (distinct) {
      found = once(pieces, found);
    }
    Arrays.fill(words, count, tokens, -1f);
    Arrays.fill(pieces, found, grams, -1f);
  }

  /** Sorts the first indices and leaves out repeated ones; returns how many are left. */
  private static int once(float[] pieces, int count) {
    Arrays.sort(pieces, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || pieces[i] != pieces[kept - 1]) {
        pieces[kept++] = pieces[i];
      }
    }
    return kept;
  }

  /** Adds the n-grams that end with a token. */
  private int addGrams(int[] hashes, int last, float[] pieces, int found) {
    int at = found;
    int hash = 0;
    for (int n = 1; n <= LONGEST_GRAM && n <= last + 1 && at < grams; n++) {
      hash = mix(hash * 31 + hashes[last + 1 - n] + n);
      pieces[at++] = Integer.remainderUnsigned(hash, rows);
    }
    return at;
  }

  /** Adds the letters in a row of a word; a zero stands for either end. */
  private int addPieces(String text, int from, int to, float[] pieces, int found) {
    int at = found;
    for (int n = SHORTEST_PIECE; n <= LONGEST_PIECE; n++) {
      for (int start = from - 1; start + n <= to + 1 && at < grams; start++) {
        int hash = 7 * n;
        for (int i = start; i < start + n; i++) {
          hash = 31 * hash + (i < from || i >= to ? 0 : text.charAt(i));
        }
        pieces[at++] = Integer.remainderUnsigned(mix(hash), rows);
      }
    }
    return at;
  }

  /** Gives the tokens of a text, one after the other. */
  public static void tokens(String text, Consumer<String> consumer) {
    String folded = fold(text);
    int[] spans = spans(folded);
    for (int i = 0; i < spans.length; i += 2) {
      consumer.accept(folded.substring(spans[i], spans[i + 1]));
    }
  }

  private static String fold(String text) {
    String cut = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    return Normalizer.normalize(cut, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  /** Returns begin and end of each token. */
  private static int[] spans(String text) {
    var spans = new int[2 * text.length()];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      int first = text.codePointAt(at);
      int end = at + Character.charCount(first);
      int kind = kind(first);
      while (kind > 0 && end < text.length() && kind(text.codePointAt(end)) == kind) {
        end += Character.charCount(text.codePointAt(end));
      }
      if (kind >= 0) {
        spans[count++] = at;
        spans[count++] = end;
      }
      at = end;
    }
    return Arrays.copyOf(spans, count);
  }

  /** Returns 1 for letters and 2 for digits, which form runs, 0 for what stands alone, else -1. */
  private static int kind(int character) {
    if (isIdeograph(character)) {
      return 0;
    } else if (Character.isLetter(character)
        || Character.getType(character) == Character.NON_SPACING_MARK) {
      return 1;
    } else if (Character.isDigit(character)) {
      return 2;
    }
    boolean silent =
        Character.isWhitespace(character)
            || Character.isSpaceChar(character)
            || Character.getType(character) == Character.FORMAT
            || Character.isISOControl(character);
    return silent ? -1 : 0;
  }

  private static boolean isIdeograph(int character) {
    return character >= 0x3040 && Character.isIdeographic(character);
  }

  private static int hash(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return mix(hash);
  }

  /** Spreads the bits (the finaliser of MurmurHash3, Appleby 2008). */
  private static int mix(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }
}
