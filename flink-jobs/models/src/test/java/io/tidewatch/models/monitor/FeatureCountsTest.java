package io.tidewatch.models.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureCountsTest {
  @Test
  void binsHoldAboutATenthEach() {
    float[] values = new float[1_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7) % 1_000;
    }
    FeatureSample sample = FeatureSample.of("x", -1, values);
    assertThat(sample.edges()).hasSize(9);
    assertThat(sample.counts().subList(1, 11)).allMatch(count -> count == 100);
    assertThat(sample.counts().get(0)).isZero();
  }

  @Test
  void equalValuesStayTogetherAndMissingOnesApart() {
    FeatureSample sample =
        FeatureSample.of("x", 0, new float[] {0, 0, 1, 1, 1, 2, Float.NaN, 2, 2, 2});
    assertThat(sample.edges()).containsExactly(2f);
    assertThat(sample.counts()).containsExactly(3L, 3L, 4L);
    assertThat(sample.missingShare()).isEqualTo(0.3);
  }

  @Test
  void aFeatureThatWasNeverThereHasNoEdges() {
    FeatureSample sample = FeatureSample.of("x", 0, new float[] {0, 0, 0});
    assertThat(sample.edges()).isEmpty();
    assertThat(sample.counts()).containsExactly(3L, 0L);
  }

  @Test
  void edgesMustRise() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSample("x", 0, List.of(2f, 2f), List.of(0L, 1L, 1L, 1L)))
        .withMessageContaining("edges must rise");
  }

  @Test
  void namesTheFeatureThatMovedAndTheOneThatWentMissing() {
    Populations people = new Populations(1);
    Sample reference = people.reference(2_000).samples().get(Occasion.REGULAR);
    FeatureCounts counts = new FeatureCounts(reference);
    for (int i = 0; i < 1_000; i++) {
      float[] vector = people.vector();
      vector[0] += 1.5f;
      vector[1] = i % 2 == 0 ? 0 : vector[1];
      counts.add(vector);
    }
    assertThat(counts.count()).isEqualTo(1_000);
    FeatureDrift days = counts.drift().get(0);
    FeatureDrift clicks = counts.drift().get(1);
    assertThat(days.name()).isEqualTo("days");
    assertThat(days.psi()).isGreaterThan(0.5);
    assertThat(days.missing()).isZero();
    assertThat(clicks.missing()).isCloseTo(0.7, within(0.06));
    assertThat(clicks.expectedMissing()).isCloseTo(0.4, within(0.06));
  }

  @Test
  void sameCustomersShowNoDrift() {
    Populations people = new Populations(2);
    FeatureCounts counts =
        new FeatureCounts(people.reference(2_000).samples().get(Occasion.REGULAR));
    for (int i = 0; i < 1_000; i++) {
      counts.add(people.vector());
    }
    assertThat(counts.drift()).allMatch(drift -> drift.psi() < 0.1);
  }
}
