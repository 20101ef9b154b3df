package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FeatureCatalogueTest {
  @Test
  void digestNamesTheContract() {
    // Changes with every feature: models trained before it are refused, as they must be.
    assertThat(FeatureCatalogue.digest()).matches("[0-9a-f]{64}");
    assertThat(FeatureCatalogue.features()).hasSize(FeatureCatalogue.size());
  }

  @Test
  void everyFeatureSaysWhatItIs() {
    for (Feature feature : FeatureCatalogue.features()) {
      assertThat(feature.featureName()).matches("[a-z0-9_]+");
      assertThat(feature.unit()).isNotBlank().doesNotContain("|");
      assertThat(feature.window()).isNotBlank().doesNotContain("|");
      assertThat(feature.meaning()).isNotBlank().doesNotContain("|", "\n");
    }
  }

  @Test
  void everyReasonGroupHasFeatures() {
    Set<ReasonGroup> used =
        FeatureCatalogue.features().stream().map(Feature::group).collect(Collectors.toSet());

    assertThat(used).containsExactlyInAnyOrder(ReasonGroup.values());
  }

  @Test
  void refusesAShortArray() {
    assertThatThrownBy(() -> FeatureCatalogue.vector(new CustomerState(), 0, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds 3");
  }

  @Test
  void silenceRaisesTheOddsOfMoreSilence() {
    CustomerState state =
        TestEvents.folded(
            java.util.List.of(
                TestEvents.purchase("1", TestEvents.day(0), 1_000),
                TestEvents.purchase("2", TestEvents.day(7), 1_000),
                TestEvents.purchase("3", TestEvents.day(14), 1_000)));

    float soon = quiet28(state, 21);
    float later = quiet28(state, 60);

    assertThat(later).isGreaterThan(soon + 1);
  }

  private static float quiet28(CustomerState state, int day) {
    return Feature.QUIET_28D.of(
        new CustomerAt(state, Seconds.ofMicros(TestEvents.micros(TestEvents.day(day)))));
  }
}
