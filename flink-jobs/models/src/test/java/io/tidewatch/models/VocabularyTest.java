package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.ItemHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void findsEveryCategoryByNameAndHash() {
    var names = new ArrayList<>(List.of("OTHER"));
    IntStream.range(0, 5_000).forEach(i -> names.add("category " + i));
    var vocabulary = new Vocabulary(names);
    for (int i = 1; i < names.size(); i++) {
      assertThat(vocabulary.indexOf(names.get(i))).isEqualTo(i);
      assertThat(vocabulary.indexOfHash(ItemHistory.hash(names.get(i)))).isEqualTo(i);
    }
    assertThat(vocabulary.indexOf("never heard of")).isZero();
  }

  @Test
  void beginsWithOther() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Vocabulary(List.of("BEEF")))
        .withMessageContaining("vocabulary[0]");
  }

  @Test
  void recentIsTheSameFromStateAndFromASequence() {
    var vocabulary = new Vocabulary(TestReleases.CATEGORIES);
    CustomerState state = TestCustomers.folded(TestCustomers.events(5, 60));
    ItemHistory items = state.items();
    assertThat(items.count()).isGreaterThan(16);
    int[] sequence = new int[(int) items.count()];
    for (int i = sequence.length - 16; i < sequence.length; i++) {
      sequence[i] = vocabulary.indexOfHash(items.categoryHash(i));
    }
    var ofState = new float[vocabulary.size()];
    var ofSequence = new float[vocabulary.size()];
    vocabulary.recent(items, 0.9f, ofState);
    Vocabulary.recent(sequence, sequence.length, 0.9f, ofSequence);
    assertThat(ofState).containsExactly(ofSequence);
  }

  @Test
  void recentCountsTheNewestItemFullyAndOlderOnesLess() {
    var out = new float[4];
    Vocabulary.recent(new int[] {1, 2, 1, 3}, 3, 0.5f, out);
    assertThat(out).containsExactly(0, 1.25f, 0.5f, 0);
  }
}
