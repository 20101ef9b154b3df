package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LiveOffersTest {

  @Test
  void holdsAnOfferFromItsFirstMomentUntilItsLast() {
    LiveOffers offers = new LiveOffers(List.of(Offers.offer("a").build()));
    long from = Micros.of(Offers.FROM);
    long until = Micros.of(Offers.UNTIL);
    assertThat(offers.at(from - 1)).isEmpty();
    assertThat(offers.at(from)).hasSize(1);
    assertThat(offers.at(until - 1)).hasSize(1);
    assertThat(offers.at(until)).isEmpty();
  }

  @Test
  void knowsNoneWhereThereAreNone() {
    assertThat(new LiveOffers(List.of()).at(0)).isEmpty();
  }

  @Test
  void digestsTheOffersThatAreLive() {
    Offer a = Offers.offer("a").build();
    Offer later = Offers.offer("b").setValidFrom(Offers.FROM.plusSeconds(60)).build();
    Offer changed = Offers.offer("a").setValueMinor(1_001).build();
    long at = Micros.of(Offers.FROM);
    long digest = new LiveOffers(List.of(a, later)).digestAt(at);
    assertThat(digest)
        .isEqualTo(LiveOffers.digest(List.of(a)))
        .isEqualTo(new LiveOffers(List.of(a)).digestAt(at))
        .isNotEqualTo(new LiveOffers(List.of(changed)).digestAt(at))
        .isNotEqualTo(new LiveOffers(List.of(a, later)).digestAt(at + 60_000_000));
    assertThat(new LiveOffers(List.of(a)).digestAt(at - 1)).isEqualTo(LiveOffers.digest(List.of()));
  }

  @Property(tries = 100)
  void findsWhatAScanOfAllOffersFinds(@ForAll long seed) {
    Random random = new Random(seed);
    List<Offer> all =
        IntStream.range(0, random.nextInt(30))
            .mapToObj(
                i -> {
                  long from = random.nextInt(100);
                  return Offers.offer("o" + random.nextInt(1_000) + "-" + i)
                      .setValidFrom(Instant.ofEpochSecond(from))
                      .setValidUntil(Instant.ofEpochSecond(from + 1 + random.nextInt(40)))
                      .build();
                })
            .toList();
    LiveOffers offers = new LiveOffers(all);
    for (int i = 0; i < 200; i++) {
      Instant at = Instant.ofEpochSecond(random.nextInt(160));
      assertThat(offers.at(Micros.of(at)))
          .isSortedAccordingTo(Comparator.comparing(Offer::getOfferId))
          .containsExactlyInAnyOrderElementsOf(
              all.stream()
                  .filter(o -> !o.getValidFrom().isAfter(at) && o.getValidUntil().isAfter(at))
                  .toList());
    }
  }
}
