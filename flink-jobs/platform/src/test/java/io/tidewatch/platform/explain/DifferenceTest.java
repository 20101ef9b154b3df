package io.tidewatch.platform.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  /** Avro trusts our records once the catalogue of topics is there, as it is in every command. */
  @BeforeAll
  static void trustRecords() {
    assertThat(Topic.CHURN_ALERTS.topicName()).isNotEmpty();
  }

  @Test
  void namesEveryFieldThatDiffersByItsPath() {
    ChurnAlert alert = alert();
    ChurnAlert other =
        ChurnAlert.newBuilder(alert)
            .setChurn(0.75f)
            .setModel(new ModelRef("churn", "2", "ab"))
            .setReasons(List.of(new Reason("recency", 0.25f, "Last bought 9 days ago.")))
            .build();
    assertThat(Difference.between(alert, other))
        .containsExactly(
            new Difference("churn", "0.5", "0.75"),
            new Difference("reasons[0].contribution", "0.5", "0.25"),
            new Difference("model.version", "1", "2"));
  }

  @Test
  void findsNoneInEqualRecordsAndTellsListsOfOtherLengths() {
    assertThat(Difference.between(alert(), alert())).isEmpty();
    ChurnAlert without = ChurnAlert.newBuilder(alert()).setReasons(List.of()).build();
    assertThat(Difference.between(alert(), without))
        .containsExactly(new Difference("reasons", "1 items", "0 items"));
  }

  @Test
  void comparesTheBytesOfTheBody() throws IOException {
    ChurnAlert alert = alert();
    Published published = new Published(Topic.CHURN_ALERTS, alert, body(alert));
    Comparison same = Comparison.of(Optional.of(alert()), published);
    assertThat(same.sameBytes()).isTrue();
    assertThat(same.agrees()).isTrue();
    assertThat(same.bytes()).isEqualTo(body(alert).length);

    ChurnAlert changed = ChurnAlert.newBuilder(alert).setDesk("other").build();
    Comparison differs = Comparison.of(Optional.of(changed), published);
    assertThat(differs.sameBytes()).isFalse();
    assertThat(differs.agrees()).isFalse();

    Comparison none = Comparison.of(Optional.empty(), published);
    assertThat(none.agrees()).isFalse();
    assertThat(none.differences().get(0).rebuilt()).isEqualTo("none");
  }

  @Test
  void writesMoneyAsPeopleDo() {
    assertThat(ExplanationText.money(1_234, "USD")).isEqualTo("12.34 USD");
    assertThat(ExplanationText.money(1_234, "JPY")).isEqualTo("1234 JPY");
    assertThat(ExplanationText.money(5, "")).isEqualTo("5 minor units");
  }

  private static byte[] body(ChurnAlert alert) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new SpecificDatumWriter<ChurnAlert>(ChurnAlert.getClassSchema()).write(alert, encoder);
    return out.toByteArray();
  }

  private static ChurnAlert alert() {
    return ChurnAlert.newBuilder()
        .setAlertId("a")
        .setCustomerId("c")
        .setDecidedAt(Instant.EPOCH)
        .setChurn(0.5f)
        .setPurchase7(0.1f)
        .setExpectedSpendMinor(100)
        .setValueAtRiskMinor(200)
        .setCurrency("USD")
        .setReasons(List.of(new Reason("recency", 0.5f, "Last bought 9 days ago.")))
        .setDesk("retention")
        .setModel(new ModelRef("churn", "1", "ab"))
        .setPolicyVersion("1")
        .setFeatureDigest("0")
        .build();
  }
}
