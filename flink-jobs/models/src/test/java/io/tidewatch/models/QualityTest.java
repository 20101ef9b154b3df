package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QualityTest {
  private static final String CASES = "ab".repeat(32);

  @Test
  void knowsWhichWayEachMetricIsBetter() {
    Quality champion = quality(CASES, Map.of("network.auc", 0.80, "network.brier", 0.15));
    assertThat(champion.worseThan(champion, 0)).isEmpty();
    assertThat(
            quality(CASES, Map.of("network.auc", 0.81, "network.brier", 0.14))
                .worseThan(champion, 0))
        .isEmpty();
    assertThat(
            quality(CASES, Map.of("network.auc", 0.79, "network.brier", 0.14))
                .worseThan(champion, 0))
        .contains("network.auc 0.7900, champion 0.8000");
    assertThat(
            quality(CASES, Map.of("network.auc", 0.81, "network.brier", 0.16))
                .worseThan(champion, 0))
        .contains("network.brier 0.1600, champion 0.1500");
  }

  @Test
  void leavesDifferencesOfTheToleranceAlone() {
    Quality champion = quality(CASES, Map.of("network.auc", 0.80));
    Quality other = quality(CASES, Map.of("network.auc", 0.796));
    assertThat(other.worseThan(champion, 0.005)).isEmpty();
    assertThat(other.worseThan(champion, 0.003)).isPresent();
  }

  @Test
  void comparesOnlyWhatWasMeasuredOnTheSameCases() {
    Quality champion = quality(CASES, Map.of("network.auc", 0.80));
    assertThat(champion.incomparableWith(champion)).isEmpty();
    assertThat(quality("cd".repeat(32), Map.of("network.auc", 0.8)).incomparableWith(champion))
        .contains("it was measured on cdcdcdcdcdcd, the champion on abababababab");
    assertThat(quality(Provenance.UNKNOWN, Map.of("network.auc", 0.8)).incomparableWith(champion))
        .contains("it is not known what it was measured on");
    assertThat(champion.incomparableWith(quality(Provenance.UNKNOWN, Map.of())))
        .contains("it is not known what the champion was measured on");
    assertThat(quality(CASES, Map.of("network.brier", 0.1)).incomparableWith(champion))
        .contains("they have no metric in common");
  }

  @Test
  void takesFromAManifestWhatIsCompared() {
    Manifest plain = TestReleases.churnManifest();
    var manifest =
        new Manifest(
            plain.name(),
            plain.version(),
            plain.task(),
            plain.layers(),
            new Provenance("00".repeat(32), "a test", 1, Source.DL4J, CASES),
            new TreeMap<>(Map.of("network.auc", 0.8, "recency.auc", 0.9, "network.prAuc", 0.7)));
    assertThat(Quality.of(manifest)).isEqualTo(quality(CASES, Map.of("network.auc", 0.8)));
    assertThat(TestReleases.release(manifest, 1).manifest()).isEqualTo(manifest);
  }

  private static Quality quality(String cases, Map<String, Double> metrics) {
    return new Quality(cases, new TreeMap<>(metrics));
  }
}
