package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.decisions.OfferBudgets.Standing;
import io.tidewatch.schemas.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OfferBudgetsTest {
  private static final Offer TEN = limited(10);

  private static Offer limited(long pieces) {
    return Offers.offer("limited").setInventory(pieces).build();
  }

  @Test
  void knowsTheLimitOfInventoryAndBudget() {
    assertThat(OfferBudgets.limit(Offers.offer("a").build())).isEmpty();
    assertThat(OfferBudgets.limit(TEN)).hasValue(10);
    assertThat(
            OfferBudgets.limit(Offers.offer("a").setBudgetMinor(1_000L).setCostMinor(300).build()))
        .hasValue(3);
    assertThat(
            OfferBudgets.limit(
                Offers.offer("a").setInventory(2L).setBudgetMinor(900L).setCostMinor(300).build()))
        .hasValue(2);
  }

  @Test
  void makesUnlimitedOffersWithoutEnd() {
    OfferBudgets budgets = new OfferBudgets(0, 1);
    assertThat(budgets.has(Offers.offer("a").build())).isTrue();
  }

  @Test
  void makesNothingBeforeACheckpointHasCountedIt() {
    OfferBudgets budgets = new OfferBudgets(0, 1);
    budgets.offers(List.of(TEN));
    assertThat(budgets.has(TEN)).isFalse();
    budgets.lease(1);
    assertThat(budgets.has(TEN)).isFalse();
    budgets.confirm(1);
    assertThat(budgets.has(TEN)).isTrue();
    budgets.made(TEN);
    assertThat(budgets.has(TEN)).isFalse();
  }

  @Test
  void saysHowABudgetStandsSoThatThePartsAddUp() {
    OfferBudgets first = new OfferBudgets(0, 2);
    OfferBudgets second = new OfferBudgets(1, 2);
    Offer many = limited(1_001);
    for (OfferBudgets part : List.of(first, second)) {
      part.restore("limited", 300);
      part.restore("limited", 101);
      part.offers(List.of(many));
    }
    int made = madeBehindCheckpoint(first, many, 1);
    assertThat(made).isEqualTo(5);
    second.lease(1);
    assertThat(first.standings().get("limited")).isEqualTo(new Standing(0, 406, 295));
    assertThat(second.standings().get("limited")).isEqualTo(new Standing(5, 0, 300));
  }

  @Test
  void leasesMoreWhereThereIsDemand() {
    OfferBudgets budgets = new OfferBudgets(0, 1);
    Offer many = limited(6_400);
    budgets.offers(List.of(many));
    assertThat(madeBehindCheckpoint(budgets, many, 1)).isEqualTo(100);
    assertThat(madeBehindCheckpoint(budgets, many, 2)).isEqualTo(200);
    assertThat(madeBehindCheckpoint(budgets, many, 3)).isEqualTo(400);
  }

  @Test
  void waitsForTheCheckpointThatCountedTheLease() {
    OfferBudgets budgets = new OfferBudgets(0, 1);
    budgets.offers(List.of(TEN));
    budgets.lease(5);
    budgets.confirm(4);
    assertThat(budgets.has(TEN)).isFalse();
    budgets.lease(6); // 5 failed; 6 counts the same lease
    budgets.confirm(6);
    assertThat(budgets.has(TEN)).isTrue();
  }

  @Test
  void sharesWhatIsLeftAfterARestart() {
    OfferBudgets before = new OfferBudgets(0, 1);
    before.offers(List.of(TEN));
    assertThat(madeBehindCheckpoint(before, TEN, 1)).isEqualTo(1);
    int made = 1;
    for (int part = 0; part < 2; part++) {
      OfferBudgets after = new OfferBudgets(part, 2);
      before.spent().forEach(after::restore);
      after.offers(List.of(TEN));
      for (int checkpoint = 2; checkpoint < 20; checkpoint++) {
        made += madeBehindCheckpoint(after, TEN, checkpoint);
      }
    }
    assertThat(made).isEqualTo(10);
  }

  @Test
  void aLargerInventoryIsSharedAgain() {
    OfferBudgets budgets = new OfferBudgets(0, 1);
    budgets.offers(List.of(limited(1)));
    assertThat(madeBehindCheckpoint(budgets, TEN, 1)).isEqualTo(1);
    assertThat(madeBehindCheckpoint(budgets, TEN, 2)).isZero();
    budgets.offers(List.of(TEN));
    assertThat(madeBehindCheckpoint(budgets, TEN, 3)).isPositive();
  }

  private static int madeBehindCheckpoint(OfferBudgets budgets, Offer offer, long checkpoint) {
    budgets.lease(checkpoint);
    budgets.confirm(checkpoint);
    int made = 0;
    while (budgets.has(offer)) {
      budgets.made(offer);
      made++;
    }
    return made;
  }

  /** Parts that are killed, restored from an older checkpoint, and more or fewer than before. */
  @Property(tries = 300)
  void neverExceedsTheLimitWhateverIsKilled(@ForAll long seed) {
    Random random = new Random(seed);
    Offer offer = limited(random.nextInt(300));
    List<Map<String, Long>> checkpoint = List.of();
    long made = 0;
    long id = 0;
    for (int start = 0; start < 6; start++) {
      int count = 1 + random.nextInt(4);
      List<OfferBudgets> parts = new ArrayList<>();
      for (int part = 0; part < count; part++) {
        OfferBudgets budgets = new OfferBudgets(part, count);
        checkpoint.forEach(spent -> spent.forEach(budgets::restore));
        budgets.offers(List.of(offer));
        parts.add(budgets);
      }
      for (int step = random.nextInt(12); step > 0; step--) {
        if (random.nextInt(3) == 0) {
          long next = ++id;
          parts.forEach(part -> part.lease(next));
          List<Map<String, Long>> spent =
              parts.stream().<Map<String, Long>>map(part -> new HashMap<>(part.spent())).toList();
          if (random.nextInt(3) > 0) {
            checkpoint = spent;
            // Some are killed before they hear of it.
            parts.stream().filter(part -> random.nextBoolean()).forEach(p -> p.confirm(next));
          }
        } else {
          OfferBudgets part = parts.get(random.nextInt(count));
          for (int i = random.nextInt(20); i > 0 && part.has(offer); i--) {
            part.made(offer);
            made++;
          }
        }
      }
      assertThat(made).isLessThanOrEqualTo(OfferBudgets.limit(offer).orElseThrow());
    }
  }
}
