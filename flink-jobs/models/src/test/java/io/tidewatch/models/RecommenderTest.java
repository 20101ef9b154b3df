package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.customer.ItemHistory;
import io.tidewatch.schemas.Event;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RecommenderTest {
  private static final Manifest MANIFEST = TestReleases.recommenderManifest();
  private static final Release RELEASE = TestReleases.release(MANIFEST, 1);
  private static final int SIZE = TestReleases.CATEGORIES.size();

  @Test
  void probabilitiesAreThoseOfTheReference() {
    Recommender recommender = Recommender.compile(RELEASE);
    ReferenceNetwork reference = TestReleases.reference(MANIFEST, 1);
    var vocabulary = new Vocabulary(TestReleases.CATEGORIES);
    var state = new CustomerState();
    var fold = new Fold();
    var recent = new float[SIZE];
    var probabilities = new float[SIZE];
    long consumed = 0;
    for (Event event : TestCustomers.events(5, 60)) {
      fold.fold(state, event);
      for (; consumed < state.items().count(); consumed++) {
        int index = vocabulary.indexOfHash(state.items().categoryHash(consumed));
        reference.set(LayerSpec.ITEMS, new float[] {index});
        reference.step();
      }
      recommender.probabilities(state, probabilities);

      vocabulary.recent(state.items(), 0.8f, recent);
      reference.set(LayerSpec.RECENT, recent);
      reference.evaluate();
      double[] truth = reference.value(Task.Recommend.CATEGORIES);
      for (int i = 0; i < SIZE; i++) {
        assertThat((double) probabilities[i]).isCloseTo(truth[i], within(1e-6));
      }
    }
  }

  @Property(tries = 20)
  void topIsTheHeadOfTheSortedProbabilitiesWithoutOther(
      @ForAll @LongRange(min = 0, max = 1_000) long seed,
      @ForAll @IntRange(min = 0, max = 12) int k) {
    Recommender recommender = Recommender.compile(RELEASE);
    CustomerState state = TestCustomers.folded(TestCustomers.events(seed, 20));
    var probabilities = new float[SIZE];
    recommender.probabilities(state, probabilities);
    List<String> sorted =
        IntStream.range(1, SIZE)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> -probabilities[i]))
            .limit(k)
            .map(TestReleases.CATEGORIES::get)
            .toList();
    assertThat(recommender.top(state, k)).isEqualTo(sorted);
  }

  @Test
  void affinityIsTheSumOverTheKnownCategoriesEachOnce() {
    Recommender recommender = Recommender.compile(RELEASE);
    CustomerState state = TestCustomers.folded(TestCustomers.events(2, 20));
    var probabilities = new float[SIZE];
    recommender.probabilities(state, probabilities);
    List<String> offered = List.of("MILK", "EGGS", "MILK", "UNHEARD OF", "OTHER");

    float affinity = recommender.affinity(state, offered);

    float expected = probabilities[4] + probabilities[6];
    assertThat(affinity).isCloseTo(expected, within(1e-7f));
    assertThat(recommender.affinity(probabilities, recommender.indices(offered)))
        .isEqualTo(affinity);
    assertThat(recommender.affinity(state, List.of("UNHEARD OF"))).isZero();
  }

  @Property(tries = 20)
  void restartsAndOtherCustomersChangeNoBit(@ForAll @LongRange(min = 0, max = 1_000) long seed) {
    Recommender recommender = Recommender.compile(RELEASE);
    Recommender shared = Recommender.compile(RELEASE);
    CustomerState other = TestCustomers.folded(TestCustomers.events(seed + 1, 30));
    var fold = new Fold();
    var undisturbed = new CustomerState();
    var restarted = new CustomerState();
    for (Event event : TestCustomers.events(seed, 30)) {
      fold.fold(undisturbed, event);
      recommender.advance(undisturbed);
      fold.fold(restarted, event);
      shared.advance(restarted);
      shared.top(other, 3);
      restarted = TestCustomers.restored(restarted);
    }
    var expected = new float[SIZE];
    var actual = new float[SIZE];
    recommender.probabilities(undisturbed, expected);
    shared.probabilities(restarted, actual);
    assertThat(actual).containsExactly(expected);
  }

  @Property(tries = 20)
  void aBatchAdvancesToTheBitsOfSingleCustomers(
      @ForAll @LongRange(min = 0, max = 1_000) long seed,
      @ForAll @IntRange(min = 1, max = 70) int count) {
    Recommender recommender = Recommender.compile(RELEASE);
    var alone = new CustomerState[count];
    var together = new CustomerState[count];
    for (int i = 0; i < count; i++) {
      List<Event> events = TestCustomers.events(seed + i, (int) ((seed + 7L * i) % 30));
      alone[i] = TestCustomers.folded(events);
      together[i] = TestCustomers.folded(events);
      recommender.advance(alone[i]);
    }

    recommender.advance(together, count);

    for (int i = 0; i < count; i++) {
      assertThat(together[i].recurrent(RELEASE.modelId()).values())
          .containsExactly(alone[i].recurrent(RELEASE.modelId()).values());
      assertThat(together[i].recurrent(RELEASE.modelId()).consumed())
          .isEqualTo(together[i].items().count());
    }
  }

  @Test
  void anOrderLargerThanTheHistoryKeepsWhatTheStateKnew() {
    Recommender recommender = Recommender.compile(RELEASE);
    var fold = new Fold();
    CustomerState state = TestCustomers.folded(TestCustomers.events(2, 20));
    recommender.advance(state);
    CustomerState newcomer = new CustomerState();
    String[] lines =
        IntStream.range(0, ItemHistory.CAPACITY + 9)
            .mapToObj(i -> TestReleases.CATEGORIES.get(1 + i % (SIZE - 1)))
            .toArray(String[]::new);
    Event order = TestCustomers.purchase("big", TestCustomers.START.plusSeconds(1 << 25), lines);
    fold.fold(state, order);
    fold.fold(newcomer, order);

    recommender.advance(state);
    recommender.advance(newcomer);

    assertThat(state.recurrent(RELEASE.modelId()).consumed()).isEqualTo(state.items().count());
    assertThat(state.recurrent(RELEASE.modelId()).values())
        .isNotEqualTo(newcomer.recurrent(RELEASE.modelId()).values());
  }

  @Test
  void refusesOtherReleases() {
    Release churn = TestReleases.release(TestReleases.churnManifest(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recommender.compile(churn))
        .withMessageContaining("not a recommender");
  }
}
