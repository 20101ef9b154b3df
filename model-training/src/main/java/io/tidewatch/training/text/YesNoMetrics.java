package io.tidewatch.training.text;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a question with the answers yes and no was answered right. Immutable.
 *
 * @param yesRight yes was said, and true
 * @param yesWrong yes was said, and not true
 * @param noWrong no was said, and not true
 * @param noRight no was said, and true
 */
public record YesNoMetrics(int yesRight, int yesWrong, int noWrong, int noRight) {
  /** Returns the figures of always giving the more frequent answer to the same texts. */
  public YesNoMetrics majority() {
    int yes = yesRight + noWrong;
    int no = yesWrong + noRight;
    return yes > no ? new YesNoMetrics(yes, no, 0, 0) : new YesNoMetrics(0, 0, yes, no);
  }

  /** Returns the counts of both together. */
  public YesNoMetrics plus(YesNoMetrics other) {
    return new YesNoMetrics(
        yesRight + other.yesRight,
        yesWrong + other.yesWrong,
        noWrong + other.noWrong,
        noRight + other.noRight);
  }

  /** Returns the number of texts. */
  public int texts() {
    return yesRight + yesWrong + noWrong + noRight;
  }

  /** Returns the share of texts for which the answer was right. */
  public double accuracy() {
    return share(yesRight + noRight, texts());
  }

  /** Returns the share of right ones among the texts of which yes was said; 0 if of none. */
  public double precision() {
    return share(yesRight, yesRight + yesWrong);
  }

  /** Returns the share of texts of which yes was said among those of which it is true. */
  public double recall() {
    return share(yesRight, yesRight + noWrong);
  }

  /** Returns the mean of F1 of yes and F1 of no; that of an answer never right is 0. */
  public double macroF1() {
    return (f1(yesRight) + f1(noRight)) / 2;
  }

  private double f1(int right) {
    return share(2 * right, 2 * right + yesWrong + noWrong);
  }

  /** Returns accuracy, precision, recall and macroF1 by these names. */
  public Map<String, Double> asMap() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("accuracy", accuracy());
    figures.put("precision", precision());
    figures.put("recall", recall());
    figures.put("macroF1", macroF1());
    return figures;
  }

  private static double share(int some, int all) {
    return all == 0 ? 0 : (double) some / all;
  }
}
