package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.schemas.FrequencyCap;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordFromJsonTest {
  private static final String WRITTEN =
      """
      {"name": "default", "version": "7", "updatedAt": "2026-01-31T12:00:00Z",
       "offers": {"capCount": 3, "holdoutShare": 0.1, "campaignCap": {"count": 1, "hours": 24}},
       "ranking": {"ranking": "LEARNED", "contextWeights": [{"channel": "sms", "weight": 0.5}]}}
      """;

  @Test
  void fillsInWhatIsNotWritten() throws IOException {
    Policy policy = read(WRITTEN);
    assertThat(policy.getUpdatedAt()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(policy.getAlerts().getRaiseAt()).isEqualTo(0.8f);
    assertThat(policy.getOffers().getCapCount()).isEqualTo(3);
    assertThat(policy.getOffers().getCapHours()).isEqualTo(168);
    assertThat(policy.getOffers().getCampaignCap()).isEqualTo(new FrequencyCap(1, 24));
    assertThat(policy.getRanking().getRanking()).isEqualTo(Ranking.LEARNED);
    assertThat(policy.getRanking().getContextWeights().get(0).getWeight()).isEqualTo(0.5);
    assertThat(policy.getScoreLogShare()).isEqualTo(0.01f);
  }

  @Test
  void readsWhatIsShown() throws IOException {
    Policy policy = read(WRITTEN);
    assertThat(RecordFromJson.read(RecordJson.of(policy), Policy.class)).isEqualTo(policy);
  }

  @Test
  void readsNamedValuesInTheOrderOfTheirNames() throws IOException {
    String fields = "{\"shop\": \"Seaside\", \"hours\": \"9 to 5\"}";
    Policy policy =
        read(WRITTEN.replaceFirst("\\{", "{\"replies\": {\"fields\": " + fields + "},"));
    assertThat(policy.getReplies().getFields())
        .containsExactly(Map.entry("hours", "9 to 5"), Map.entry("shop", "Seaside"));
    assertRefused(
        WRITTEN.replaceFirst("\\{", "{\"replies\": {\"fields\": []},"),
        "replies.fields=[] must be an object");
  }

  @Test
  void namesWhatIsWrong() {
    assertRefused("[]", "the document=[] must be an object");
    assertRefused("{\"name\": \"a\"}", "version is missing: Version");
    assertRefused(WRITTEN.replace("capCount", "cap"), "offers.cap is no field of OfferRules");
    assertRefused(WRITTEN.replace("LEARNED", "BEST"), "ranking.ranking=\"BEST\" must be one of");
    assertRefused(WRITTEN.replace("\"count\": 1", "\"count\": 1.5"), "must be a whole number");
    assertRefused(
        WRITTEN.replace("2026-01-31T12:00:00Z", "now"), "updatedAt=\"now\" must be a time");
    assertRefused(
        WRITTEN.replace("0.5}", "\"much\"}"),
        "ranking.contextWeights[0].weight=\"much\" must be a number");
  }

  private static void assertRefused(String json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(json))
        .withMessageContaining(message);
  }

  private static Policy read(String json) throws IOException {
    return RecordFromJson.read(new ObjectMapper().readTree(json), Policy.class);
  }
}
