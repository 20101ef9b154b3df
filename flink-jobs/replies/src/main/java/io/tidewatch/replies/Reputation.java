package io.tidewatch.replies;

import java.util.HashMap;
import java.util.Map;

/**
 * What agents did with suggestions of each article: how it moves the article up or down. The belief
 * is a Beta distribution that starts at eight accepted of ten; a reply that was edited counts as
 * half accepted. One thread.
 */
public final class Reputation {
  /** The largest share of a score that feedback adds to it or takes from it. */
  public static final double LARGEST_LIFT = 0.15;

  private static final double GOOD_BEFORE = 8;
  private static final double BAD_BEFORE = 2;
  private static final double MEAN_BEFORE = GOOD_BEFORE / (GOOD_BEFORE + BAD_BEFORE);

  private final Map<String, double[]> counts = new HashMap<>();

  /** What became of a suggestion. */
  public enum Fate {
    /** Sent as it was. */
    ACCEPTED(1),
    /** Sent after a change. */
    EDITED(0.5),
    /** Not sent. */
    REJECTED(0);

    private final double good;

    Fate(double good) {
      this.good = good;
    }
  }

  /** Takes note of what became of a suggestion. The order does not matter. */
  public void add(String articleId, Fate fate) {
    double[] count = counts.computeIfAbsent(articleId, id -> new double[2]);
    count[0] += fate.good;
    count[1] += 1 - fate.good;
  }

  /** Forgets what was added. */
  public void remove(String articleId, Fate fate) {
    double[] count = counts.get(articleId);
    count[0] -= fate.good;
    count[1] -= 1 - fate.good;
  }

  /**
   * Returns by what share the article's score is raised, within {@link #LARGEST_LIFT} either way; 0
   * for an article of which nothing is known.
   */
  public double lift(Article article) {
    double[] count = counts.get(article.id());
    if (count == null) {
      return 0;
    }
    double mean = (GOOD_BEFORE + count[0]) / (GOOD_BEFORE + BAD_BEFORE + count[0] + count[1]);
    double widest = mean > MEAN_BEFORE ? 1 - MEAN_BEFORE : MEAN_BEFORE;
    return LARGEST_LIFT * (mean - MEAN_BEFORE) / widest;
  }
}
