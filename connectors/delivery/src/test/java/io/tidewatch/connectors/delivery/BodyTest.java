package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.schemas.ChurnAlert;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyTest {
  private static final ChurnAlert ALERT = Alerts.of("a1", "c1", "vip");

  @Test
  void webhooksCarryAllThatTheAlertSays() throws IOException {
    JsonNode event = json(Body.webhook(), ALERT);
    assertThat(event.get("type").asText()).isEqualTo("churn.alert");
    assertThat(event.get("timestamp").asText()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(event.at("/data/alertId").asText()).isEqualTo("a1");
    assertThat(event.at("/data/valueAtRiskMinor").asLong()).isEqualTo(12_345);
    assertThat(event.at("/data/reasons/0/group").asText()).isEqualTo("recency");
    assertThat(event.at("/data/action").asText()).isEqualTo("call-back");
    assertThat(event.at("/data/model/version").asText()).isEqualTo("3");
  }

  @Test
  void batchesAreOneEventWithAllAlerts() throws IOException {
    JsonNode event = json(Body.webhook(), ALERT, Alerts.of("a2", "c2", "vip"));
    assertThat(event.get("type").asText()).isEqualTo("churn.alerts");
    assertThat(event.at("/data/alerts")).hasSize(2);
  }

  @Test
  void roomsReadTheirLanguage() throws IOException {
    assertThat(json(Body.slack(Language.ZH), ALERT).get("text").asText())
        .contains("客户c1可能流失", "流失可能性88%", "涉及金额123.45 EUR", "挽留措施：call-back");
    assertThat(
            json(Body.slack(Language.EN), ALERT, Alerts.of("a2", "c2", "vip")).get("text").asText())
        .startsWith("*2 customers may leave*")
        .contains("Customer c1: 88 % likely to leave, 123.45 EUR at risk, desk vip")
        .contains("• Time since the last purchase (+12 points): Last bought 40 days ago.");
    JsonNode card = json(Body.teams(Language.EN), ALERT).at("/attachments/0");
    assertThat(card.get("contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    assertThat(card.at("/content/type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.at("/content/body/1/text").asText()).contains("Customer c1", "desk vip");
  }

  @Test
  void idsBecomeNeitherLinksNorCommandsNorLines() throws IOException {
    ChurnAlert hostile = Alerts.of("a1", "<!channel> [x](https://evil.example)\r\nBcc: x", "vip");
    String text = json(Body.slack(Language.EN), hostile).get("text").asText();
    assertThat(text).contains("&lt;!channel&gt;").doesNotContain("<", "\r", "\nBcc");
    String block =
        json(Body.teams(Language.EN), hostile).at("/attachments/0/content/body/0/text").asText();
    assertThat(block).contains("\\[x\\]\\(https").doesNotContain("\r", "\n");
  }

  @Test
  void linesStayShortAndMoneyKeepsTheDigitsOfItsCurrency() throws IOException {
    ChurnAlert alert = Alerts.of("a1", "c".repeat(10_000), "vip");
    alert.setCurrency("JPY");
    AlertTexts texts = AlertTexts.in(Language.EN);
    assertThat(texts.summary(alert)).hasSize(AlertTexts.LONGEST_LINE).endsWith("…");
    alert.setCustomerId("c1");
    assertThat(texts.summary(alert)).contains("12345 JPY");
    alert.setCurrency("XXQ");
    assertThat(texts.summary(alert)).contains("123.45 XXQ");
  }

  @Test
  void bothLanguagesSayTheSameThings() {
    assertThat(keys("zh")).isEqualTo(keys("en"));
  }

  private static java.util.Set<String> keys(String language) {
    return java.util.ResourceBundle.getBundle(
            AlertTexts.class.getPackageName() + ".texts_" + language, java.util.Locale.ROOT)
        .keySet();
  }

  private static JsonNode json(Body body, ChurnAlert... alerts) throws IOException {
    return new ObjectMapper().readTree(body.of(Message.of("target", List.of(alerts))));
  }
}
