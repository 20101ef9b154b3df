package io.tidewatch.replies;

/**
 * How words and meaning count together, and how sure a place in the ranking is. The confidence is
 * that of a logistic regression over the best score and its lead.
 *
 * @param wordShare how much words count, 0 to 1; meaning counts the rest
 * @param bias log odds at score 0
 * @param perScore log odds that a score of 1 adds
 * @param perLead log odds that a lead of 1 over the best other article adds
 */
public record RankSettings(double wordShare, double bias, double perScore, double perLead) {
  /** Checks the share. */
  public RankSettings {
    if (!(wordShare >= 0 && wordShare <= 1)) {
      throw new IllegalArgumentException("wordShare=" + wordShare + " must be 0 to 1");
    }
  }

  /**
   * For {@link GramVectors}. Between what fitted two sets of questions (banking77, Bitext) of which
   * each article was given 3 to 12, among questions of the other set that no article answers:
   * docs/quality.md.
   */
  public static RankSettings forGrams() {
    return new RankSettings(0.4, -4, 7.5, 9);
  }

  double score(float words, float meaning) {
    return wordShare * words + (1 - wordShare) * meaning;
  }

  /**
   * Returns how probable it is that an article answers the question, 0 to 1.
   *
   * @param score score of the article
   * @param lead by how much it is above the best other one; negative if below
   */
  double confidence(double score, double lead) {
    return 1 / (1 + Math.exp(-(bias + perScore * score + perLead * lead)));
  }
}
