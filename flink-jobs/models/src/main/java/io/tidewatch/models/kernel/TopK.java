package io.tidewatch.models.kernel;

/**
 * The k largest of the scores offered, largest first; of equal ones that which was offered first.
 * Mutable, one thread.
 */
public final class TopK {
  private final int[] indices;
  private final float[] scores;
  private int size;
  private float threshold;

  /**
   * @param k at least 0
   */
  public TopK(int k) {
    indices = new int[k];
    scores = new float[k];
    clear();
  }

  /** Forgets all that was offered. */
  public void clear() {
    size = 0;
    threshold = indices.length == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
  }

  /** Returns how many there are, at most k. */
  public int size() {
    return size;
  }

  /** Returns the index in a place, 0 being the largest score's. */
  public int index(int place) {
    return indices[place];
  }

  /** Returns the score in a place, 0 being the largest. */
  public float score(int place) {
    return scores[place];
  }

  /** Returns the score above which an offer changes something. */
  float threshold() {
    return threshold;
  }

  /** Copies all indices and scores, largest score first, to where they belong. */
  void take(int[] toIndices, float[] toScores, int at) {
    System.arraycopy(indices, 0, toIndices, at, size);
    System.arraycopy(scores, 0, toScores, at, size);
  }

  /** Takes a score in if it is among the largest. */
  public void offer(int index, float score) {
    if (!(score > threshold)) {
      return;
    }
    int place = size < indices.length ? size++ : size - 1;
    while (place > 0 && scores[place - 1] < score) {
      scores[place] = scores[place - 1];
      indices[place] = indices[place - 1];
      place--;
    }
    scores[place] = score;
    indices[place] = index;
    if (size == indices.length) {
      threshold = scores[size - 1];
    }
  }
}
