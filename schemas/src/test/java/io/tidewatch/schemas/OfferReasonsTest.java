package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferReasonsTest {
  @Test
  void givesTheOffersOfEachReasonAndNotTheOneThatWasMade() {
    Suppression held =
        suppression()
            .setOfferIds(List.of("a", "b", "c", "d"))
            .setReasons(
                List.of(
                    SuppressionReason.OUTRANKED,
                    SuppressionReason.CONSENT,
                    SuppressionReason.UNKNOWN,
                    SuppressionReason.OUTRANKED))
            .build();
    assertThat(OfferReasons.heldBack(held))
        .hasToString("{OUTRANKED=[a, d], CONSENT=[b]}"); // as the reasons come up
  }

  @Test
  void givesTheReasonOfAnAlert() {
    Suppression held =
        suppression().setKind(SuppressedKind.ALERT).setReason(SuppressionReason.CAPACITY).build();
    assertThat(OfferReasons.heldBack(held)).hasToString("{CAPACITY=[]}");
  }

  @Test
  void readsRecordsOfOneReason() {
    Suppression held =
        suppression().setReason(SuppressionReason.CONSENT).setOfferIds(List.of("a", "b")).build();
    assertThat(OfferReasons.heldBack(held)).hasToString("{CONSENT=[a, b]}");
  }

  @Test
  void refusesOffersWithoutReasons() {
    Suppression held =
        suppression()
            .setOfferIds(List.of("a", "b"))
            .setReasons(List.of(SuppressionReason.CONSENT))
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OfferReasons.heldBack(held))
        .withMessage("a record has 2 offerIds and 1 reasons; there must be one for each");
  }

  private static Suppression.Builder suppression() {
    return Suppression.newBuilder()
        .setSuppressionId("s")
        .setCustomerId("c")
        .setDecidedAt(Instant.EPOCH)
        .setKind(SuppressedKind.OFFER)
        .setPolicyVersion("1");
  }
}
