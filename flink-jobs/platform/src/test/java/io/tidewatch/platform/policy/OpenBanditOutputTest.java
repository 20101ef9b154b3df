package io.tidewatch.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.training.policy.Estimator;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.policy.OffPolicyEstimates;
import io.tidewatch.training.policy.OpenBanditReport;
import io.tidewatch.training.policy.OpenBanditReport.Judgement;
import io.tidewatch.training.policy.SimulationReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class OpenBanditOutputTest {
  private static final OpenBanditReport REPORT =
      new OpenBanditReport(
          "obd",
          1_000,
          List.of(judgement("random", "bts"), judgement("bts", "random")),
          new SimulationReport(200, 1_000, 0.25, all(0.935), all(0.01)),
          3.5);

  private static Judgement judgement(String policy, String log) {
    return new Judgement(
        "men",
        policy,
        log,
        34,
        new Interval(0.004, 0.003, 0.005),
        new OffPolicyEstimates(
            10_000, 10_000, 812.4, 0.98, 31, all(new Interval(0.005, 0.001, 0.009))));
  }

  private static <T> Map<Estimator, T> all(T value) {
    return Arrays.stream(Estimator.values())
        .collect(Collectors.toMap(Function.identity(), estimator -> value));
  }

  @Test
  void documentHasEveryEstimatorOfBothPolicies() {
    ObjectNode document = OpenBanditOutput.json(REPORT);

    assertThat(document.at("/coverage").asDouble()).isEqualTo(0.935);
    for (String policy : List.of("random", "bts")) {
      for (String key :
          List.of("ips", "snips", "directMethod", "doublyRobust", "selfNormalisedDoublyRobust")) {
        assertThat(document.at("/campaigns/men/" + policy + "/" + key + "/high").asDouble())
            .as(policy + " " + key)
            .isEqualTo(0.009);
      }
      assertThat(document.at("/campaigns/men/" + policy + "/relativeError/ips").asDouble())
          .isEqualTo(0.25);
    }
    assertThat(document.at("/campaigns/men/bts/log").asText()).isEqualTo("random");
    assertThat(document.at("/simulation/coverage/snips").asDouble()).isEqualTo(0.935);
  }

  @Test
  void tableSaysHowFarTheLogCanTell() {
    assertThat(OpenBanditOutput.table(REPORT))
        .contains("men: random, judged by the log of bts", "as good as 812 of its own")
        .contains("0.00500  (0.00100 .. 0.00900)  off by 25 %")
        .contains("93.5 %");
  }
}
