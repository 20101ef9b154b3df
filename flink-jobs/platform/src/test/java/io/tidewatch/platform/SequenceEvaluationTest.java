package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.training.sequences.Baseline;
import io.tidewatch.training.sequences.RankingQuality;
import io.tidewatch.training.sequences.SequenceModel;
import io.tidewatch.training.sequences.SequenceReport;
import io.tidewatch.training.sequences.SequenceReport.Comparison;
import io.tidewatch.training.sequences.SequenceSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SequenceEvaluationTest {
  private static final SequenceReport REPORT =
      new SequenceReport(
          SequenceSet.TOYS,
          SequenceModel.ATTENTION,
          1_000,
          200,
          30,
          comparison(0.5, 0.25),
          comparison(0.125, 0.0625),
          List.of(10.0, 12.0),
          25);

  private static Comparison comparison(double hr10, double ndcg10) {
    RankingQuality baseline = new RankingQuality(hr10 / 2, ndcg10 / 2);
    return new Comparison(
        List.of(new RankingQuality(hr10 - 0.01, ndcg10), new RankingQuality(hr10 + 0.01, ndcg10)),
        Map.of(
            Baseline.POPULARITY, baseline, Baseline.ITEM_KNN, baseline, Baseline.MARKOV, baseline));
  }

  @Test
  void documentHasMeansSpreadsAndBaselinesOfBothRankings() {
    ObjectNode document = SequenceEvaluation.json(REPORT);

    assertThat(document.at("/set").asText()).isEqualTo("Toys");
    assertThat(document.at("/hr10").asDouble()).isEqualTo(0.5);
    assertThat(document.at("/ndcg10").asDouble()).isEqualTo(0.25);
    assertThat(document.at("/spread/hr10/min").asDouble()).isEqualTo(0.49);
    assertThat(document.at("/spread/ndcg10/sd").asDouble()).isZero();
    assertThat(document.at("/allItems/hr10").asDouble()).isEqualTo(0.125);
    for (String key : List.of("popularity", "itemKnn", "markov")) {
      assertThat(document.at("/baselines/" + key + "/hr10").asDouble()).isEqualTo(0.25);
      assertThat(document.at("/allItems/baselines/" + key + "/ndcg10").asDouble())
          .isEqualTo(0.03125);
    }
    assertThat(document.at("/published/sasRec/ndcg10").asDouble()).isEqualTo(0.3136);
    assertThat(document.at("/seeds").asInt()).isEqualTo(2);
    assertThat(document.at("/seconds").asDouble()).isEqualTo(25);
  }

  @Test
  void tableSetsNetworksBesideBaselinesAndPublishedFigures() {
    assertThat(SequenceEvaluation.table(REPORT).lines())
        .anyMatch(line -> line.matches("attention +0\\.5000 +0\\.2500 +0\\.1250 +0\\.0625"))
        .anyMatch(line -> line.matches("itemKnn +0\\.2500 +0\\.1250 +0\\.0625 +0\\.0313"))
        .anyMatch(line -> line.matches("SASRec, published +0\\.4663 +0\\.3136"))
        .anyMatch(line -> line.matches("GRU4Rec, published +0\\.3896"));
  }
}
