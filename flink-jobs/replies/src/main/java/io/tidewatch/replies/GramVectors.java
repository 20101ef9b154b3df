package io.tidewatch.replies;

import io.tidewatch.models.Task;
import io.tidewatch.models.TextInputs;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Vectors that need no trained network: the n-grams of words and of the letters of words ({@link
 * TextInputs}), weighted by how rare they are, folded into few values by their hash with a sign
 * (Weinberger et al. 2009). Finds what is spelled or joined differently; knows no synonyms. One
 * thread: holds scratch.
 */
public final class GramVectors implements TextVectors {
  private static final int ROWS = 1 << 16;
  private static final int WIDTH = 1_024;

  /** Places that each n-gram adds to, so that no collision hides it. */
  private static final int PLACES = 4;

  private static final int MOST_TOKENS = 256;
  private static final int MOST_GRAMS = 2_048;

  private final TextInputs inputs =
      new TextInputs(List.of(Task.Recommend.OTHER), MOST_TOKENS, MOST_GRAMS, ROWS);
  private final float[] words = new float[MOST_TOKENS];
  private final float[] grams = new float[MOST_GRAMS];
  private final float[] rarity = new float[ROWS];

  /**
   * Learns from texts how rare each n-gram is.
   *
   * @param texts those that others will be compared with
   */
  public GramVectors(List<String> texts) {
    for (String text : texts) {
      read(text).forEach(gram -> rarity[gram]++);
    }
    for (int i = 0; i < ROWS; i++) {
      rarity[i] = (float) Math.log((1.0 + texts.size()) / (1 + rarity[i])) + 1;
    }
  }

  private Set<Integer> read(String text) {
    inputs.read(text, words, grams);
    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < grams.length && grams[i] >= 0; i++) {
      found.add((int) grams[i]);
    }
    return found;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void put(String text, float[] out) {
    Arrays.fill(out, 0, WIDTH, 0);
    for (int gram : read(text)) {
      int hash = gram;
      for (int i = 0; i < PLACES; i++) {
        hash = spread(hash + 0x9e3779b9);
        out[hash >>> 22] += (hash & 1) == 0 ? rarity[gram] : -rarity[gram];
      }
    }
  }

  /** Spreads the bits (the finaliser of MurmurHash3, Appleby 2008). */
  private static int spread(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }
}
