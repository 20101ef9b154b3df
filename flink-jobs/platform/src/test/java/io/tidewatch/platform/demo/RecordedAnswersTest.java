package io.tidewatch.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordedAnswersTest {
  static {
    Topic.values(); // Avro trusts the records of lists in an offer from then on
  }

  private static final Instant MADE = Instant.parse("2024-03-01T12:00:00Z");
  private static final long EVENING = Micros.of(MADE.plus(Duration.ofHours(8)));

  @Test
  void anOfferIsDeliveredAndConvertedByWhatIsBoughtOfItsCategories() {
    List<OfferOutcome> answers =
        answers(purchase("c", 20, null), purchase("c", 30, "tulips"), purchase("c", 40, "tulips"));
    assertThat(answers)
        .extracting(OfferOutcome::getKind)
        .containsExactly(OutcomeKind.DELIVERED, OutcomeKind.CONVERTED);
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.getDecisionId()).isEqualTo("decision"));
    assertThat(answers.get(0).getReceivedAt()).isEqualTo(Micros.toInstant(EVENING));
    assertThat(answers.get(1).getOccurredAt()).isEqualTo(MADE.plus(Duration.ofHours(30)));
  }

  @Test
  void nothingElseConvertsIt() {
    assertThat(
            answers(
                purchase("c", -1, "tulips"),
                purchase("c", 1, "bread"),
                purchase("other", 2, "tulips"),
                purchase("c", 73, "tulips")))
        .extracting(OfferOutcome::getKind)
        .containsExactly(OutcomeKind.DELIVERED);
  }

  private static List<OfferOutcome> answers(Event... purchases) {
    return new RecordedAnswers(List.of(offer()), List.of(purchases))
        .to(made(), EVENING).stream().map(event -> (OfferOutcome) event.record()).toList();
  }

  private static Event purchase(String customer, int hours, String category) {
    return Event.of(
        PurchaseEvent.newBuilder()
            .setEventId(customer + hours)
            .setCustomerId(customer)
            .setOccurredAt(MADE.plus(Duration.ofHours(hours)))
            .setKind(PurchaseKind.PURCHASE)
            .setOrderId("order")
            .setCurrency("USD")
            .setAmountMinor(100)
            .setLines(
                List.of(
                    PurchaseLine.newBuilder()
                        .setItemId("item")
                        .setCategory(category)
                        .setAmountMinor(100)
                        .build()))
            .build());
  }

  private static Offer offer() {
    return Offer.newBuilder()
        .setOfferId("spring")
        .setUpdatedAt(MADE)
        .setCampaignId("flowers")
        .setName("Tulips")
        .setCategories(List.of("tulips"))
        .setValueMinor(100)
        .setCurrency("USD")
        .setValidFrom(MADE)
        .setValidUntil(MADE.plus(Duration.ofDays(9)))
        .setChannel("email")
        .build();
  }

  private static NextBestOffer made() {
    return NextBestOffer.newBuilder()
        .setDecisionId("decision")
        .setCustomerId("c")
        .setDecidedAt(MADE)
        .setOfferId("spring")
        .setCampaignId("flowers")
        .setChannel("email")
        .setLocale("en")
        .setExpiresAt(MADE)
        .setAffinity(0.5f)
        .setExpectedValueMinor(50)
        .setCurrency("USD")
        .setTriggerEventId("e")
        .setModel(new ModelRef("recommender", "1", "0"))
        .setPolicyVersion("1")
        .setFeatureDigest("0")
        .build();
  }
}
