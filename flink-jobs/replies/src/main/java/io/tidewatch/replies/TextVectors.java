package io.tidewatch.replies;

/**
 * Gives each text a vector, such that texts that mean something alike point in a like direction.
 * Each implementation says whether it is thread-safe; the same text always gets the same vector.
 */
public interface TextVectors {
  /** Returns how many values a vector has. */
  int width();

  /**
   * Computes the vector of a text, of any length; all zero if there is nothing known in it.
   *
   * @param out {@code [width]}, overwritten
   */
  void put(String text, float[] out);
}
