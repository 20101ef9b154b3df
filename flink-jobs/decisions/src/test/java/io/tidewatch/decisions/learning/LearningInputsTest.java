package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LearningInputsTest {
  @Test
  void areOfAboutUnitSize() {
    double[] vector = new LearningInputs(0.05, 0.75, 3).vector();
    assertThat(vector).hasSize(LearningInputs.NAMES.size());
    assertThat(vector[0]).isEqualTo(1);
    assertThat(vector[1]).isBetween(-0.1, 0.1);
    assertThat(vector[2]).isEqualTo(0.25);
    assertThat(vector[3]).isEqualTo(0.25);
  }

  @Test
  void staysFiniteWhereTheRecommenderIsSure() {
    assertThat(new LearningInputs(0, 0, 0).vector()[1]).isBetween(-4.0, -3.0);
    assertThat(new LearningInputs(1, 1, 0).vector()[1]).isBetween(6.0, 7.0);
  }

  @Test
  void refusesWhatNoModelCanHaveSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearningInputs(1.5, 0, 0))
        .withMessage("affinity=1.5 must be 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearningInputs(0.5, Double.NaN, 0))
        .withMessage("churn=NaN must be 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearningInputs(0.5, 0, -1))
        .withMessage("purchases=-1 must be >= 0");
  }
}
