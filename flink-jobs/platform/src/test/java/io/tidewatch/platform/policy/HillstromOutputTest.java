package io.tidewatch.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.training.evaluation.Spread;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.uplift.AverageEffect;
import io.tidewatch.training.uplift.Cuped;
import io.tidewatch.training.uplift.HillstromReport;
import io.tidewatch.training.uplift.HillstromReport.Finding;
import io.tidewatch.training.uplift.HillstromReport.Mail;
import io.tidewatch.training.uplift.HillstromReport.Outcome;
import io.tidewatch.training.uplift.HillstromReport.Ranking;
import io.tidewatch.training.uplift.SampleRatio;
import io.tidewatch.training.uplift.Targeting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class HillstromOutputTest {
  private static final HillstromReport REPORT =
      new HillstromReport(
          "hillstrom.csv",
          6_000,
          3,
          1_000,
          SampleRatio.test(List.of(2_000L, 2_000L, 2_000L), List.of(1 / 3.0, 1 / 3.0, 1 / 3.0)),
          findings(),
          12.5);

  private static List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Mail mail : Mail.values()) {
      for (Outcome outcome : Outcome.values()) {
        Interval interval = new Interval(0.05, 0.04, 0.06);
        AverageEffect effect = new AverageEffect(2_000, 2_000, 0.15, 0.1, interval);
        Spread spread = new Spread(0.01, 0.03, 0.004);
        findings.add(
            new Finding(
                mail,
                outcome,
                effect,
                mail == Mail.MENS ? 0.055 : 0.5,
                new Cuped(effect, 0.001, 0.0042),
                byRanking(new Targeting(interval, interval, interval, interval, spread, spread)),
                byRanking(List.of(0.0, 0.04, 0.05))));
      }
    }
    return findings;
  }

  private static <T> Map<Ranking, T> byRanking(T value) {
    return Arrays.stream(Ranking.values())
        .collect(Collectors.toMap(Function.identity(), ranking -> value));
  }

  @Test
  void documentHasEffectsAndTargetingByMailAndOutcome() {
    ObjectNode document = HillstromOutput.json(REPORT);

    assertThat(document.at("/effectsAgree").asBoolean()).isFalse();
    assertThat(document.at("/sampleRatio/p").asDouble()).isEqualTo(1);
    for (String key : List.of("mens/visit", "womens/conversion", "womens/spend")) {
      assertThat(document.at("/effects/" + key + "/effect/low").asDouble()).isEqualTo(0.04);
      assertThat(document.at("/effects/" + key + "/cuped/varianceSaved").asDouble())
          .isEqualTo(0.0042);
      for (String ranking : List.of("network", "logisticRegression", "random")) {
        assertThat(document.at("/uplift/" + key + "/" + ranking + "/upliftAt30/high").asDouble())
            .isEqualTo(0.06);
      }
      assertThat(document.at("/uplift/" + key + "/network/spread/qini/sd").asDouble())
          .isEqualTo(0.004);
    }
    assertThat(document.at("/effects/mens/visit/agrees").asBoolean()).isTrue();
    assertThat(document.at("/effects/womens/visit/agrees").asBoolean()).isFalse();
  }

  @Test
  void tableMarksEffectsThatAreNotThePublishedOnes() {
    assertThat(HillstromOutput.table(REPORT))
        .contains("2000 / 2000 / 2000, p = 1.00: as by lot")
        .containsPattern("mens visit +10\\.000 +15\\.000 +5\\.000 \\(4\\.000 \\.\\. 6\\.000\\)")
        .contains("50.000 (!)")
        .contains("womens spend");
  }

  @Test
  void drawsOneCurveForEachMailAndOutcome() {
    Map<String, String> plots = HillstromOutput.plots(REPORT);

    assertThat(plots).hasSize(6).containsKey("qini-mens-visit.svg");
    assertThat(plots.get("qini-womens-spend.svg"))
        .contains("Women's e-mail", "dollars gained per customer", "network", "random");
  }
}
