package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class EvaluationPlotsTest {
  private static final Pattern LINE = Pattern.compile("<polyline points=\"([^\"]*)\"");

  @Test
  void honestProbabilitiesLieOnTheDiagonal() {
    double[] probabilities = new double[1_000];
    boolean[] happened = new boolean[probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = (i % 10 + 0.5) / 10;
      happened[i] = i / 10 % 100 < 10 * (i % 10) + 5;
    }

    String svg =
        EvaluationPlots.calibration(
            "a purchase", List.of(new EvaluationPlots.Model("network", probabilities)), happened);

    double[][] diagonal = line(svg, 0);
    double slope = (diagonal[1][1] - diagonal[0][1]) / (diagonal[1][0] - diagonal[0][0]);
    for (double[] point : line(svg, 1)) {
      double onDiagonal = diagonal[0][1] + slope * (point[0] - diagonal[0][0]);
      assertThat(Math.abs(point[1] - onDiagonal)).isLessThan(0.5);
    }
  }

  @Test
  void whoRanksThemAllRightReachesAllAtOnce() {
    double[] purchases = new double[100];
    Arrays.fill(purchases, 0, 10, 3);
    double[] wrong = new double[100];
    Arrays.setAll(wrong, i -> i);

    String svg =
        EvaluationPlots.gains(
            "purchases",
            List.of(
                new EvaluationPlots.Model("right", purchases),
                new EvaluationPlots.Model("wrong", wrong)),
            purchases);

    double[][] right = line(svg, 0);
    double top = right[right.length - 1][1];
    assertThat(right[4][1]).isGreaterThan(top);
    assertThat(right[5][1]).isEqualTo(top);
    double[][] last = line(svg, 1);
    assertThat(last[45][1]).isEqualTo(right[0][1]);
    assertThat(last[50][1]).isEqualTo(top);
  }

  @Test
  void meansAreTakenByTheRepeatsBeforeOfWhichSevenAreTheMost() {
    List<PurchaseCase> cases =
        List.of(customer(0, 0), customer(0, 2), customer(7, 4), customer(30, 8));

    String svg =
        EvaluationPlots.expected(
            List.of(new EvaluationPlots.Model("network", new double[] {1, 1, 6, 6})), cases);

    assertThat(line(svg, 0)).isDeepEqualTo(line(svg, 1)).hasDimensions(2, 2);
  }

  /** Points of a line, in pixels. */
  private static double[][] line(String svg, int index) {
    Matcher lines = LINE.matcher(svg);
    for (int i = 0; i <= index; i++) {
      assertThat(lines.find()).isTrue();
    }
    return Arrays.stream(lines.group(1).split(" "))
        .map(point -> Arrays.stream(point.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  private static PurchaseCase customer(int repeats, int purchases) {
    return new PurchaseCase(
        "c",
        new float[0],
        new float[0],
        new PurchaseSummary(repeats, repeats, 39, 0),
        new Outcome(purchases, 0));
  }
}
