package io.tidewatch.training.uplift;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * An average effect with what is known from before the treatment taken off (CUPED; Deng, Xu, Kohavi
 * and Walker 2013): outcomes become {@code y - theta (x - mean x)}, which changes no difference on
 * average and takes away the variance that {@code x} explains. Immutable.
 *
 * @param effect the effect; its means are those of the adjusted outcomes
 * @param theta change of the outcome per unit of what is known, over both groups
 * @param varianceSaved share of the effect's variance that is gone, 0 if {@code x} tells nothing;
 *     below 0 by as little as chance has it
 */
public record Cuped(AverageEffect effect, double theta, double varianceSaved) {

  /**
   * Outcomes of a group, and what is known of the same customers from before.
   *
   * @param outcomes one per customer
   * @param before one per customer, not moved by the treatment
   */
  public record Group(double[] outcomes, double[] before) {
    public Group {
      if (outcomes.length != before.length) {
        throw new IllegalArgumentException(
            outcomes.length + " outcomes but " + before.length + " values from before");
      }
    }

    /** Returns whether something is known of every customer. */
    boolean known() {
      return Arrays.stream(before).allMatch(Double::isFinite);
    }

    private double[] adjusted(double theta, double mean) {
      double[] adjusted = new double[outcomes.length];
      for (int i = 0; i < adjusted.length; i++) {
        adjusted[i] = outcomes[i] - theta * (before[i] - mean);
      }
      return adjusted;
    }
  }

  /**
   * Estimates.
   *
   * @throws IllegalArgumentException if a group has less than two customers
   */
  public static Cuped of(Group treated, Group control) {
    AverageEffect plain = AverageEffect.of(treated.outcomes(), control.outcomes());
    double theta = theta(treated, control);
    double mean =
        (StatUtils.sum(treated.before()) + StatUtils.sum(control.before()))
            / (plain.treated() + plain.control());
    AverageEffect effect =
        AverageEffect.of(treated.adjusted(theta, mean), control.adjusted(theta, mean));
    double width = effect.effect().high() - effect.effect().low();
    double plainWidth = plain.effect().high() - plain.effect().low();
    double ratio = plainWidth == 0 ? 1 : width / plainWidth;
    return new Cuped(effect, theta, 1 - ratio * ratio);
  }

  /** Within groups, so that the effect itself is not taken for something that was known. */
  private static double theta(Group treated, Group control) {
    double squares = squares(treated) + squares(control);
    return squares == 0 ? 0 : (products(treated) + products(control)) / squares;
  }

  private static double squares(Group group) {
    return StatUtils.variance(group.before()) * (group.before().length - 1);
  }

  private static double products(Group group) {
    double outcome = StatUtils.mean(group.outcomes());
    double before = StatUtils.mean(group.before());
    double sum = 0;
    for (int i = 0; i < group.outcomes().length; i++) {
      sum += (group.outcomes()[i] - outcome) * (group.before()[i] - before);
    }
    return sum;
  }
}
