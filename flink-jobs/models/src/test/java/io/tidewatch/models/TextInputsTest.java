package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextInputsTest {
  private static final int TOKENS = 6;
  private static final int GRAMS = 40;
  private static final int ROWS = 1_000;
  private static final TextInputs INPUTS =
      new TextInputs(List.of("OTHER", "my", "card", "慢", "!"), TOKENS, GRAMS, ROWS);

  private final float[] words = new float[TOKENS];
  private final float[] grams = new float[GRAMS];

  @Test
  void wordsNumbersIdeographsAndSignsAreTokens() {
    assertThat(tokens("My card's PIN is ４２, 快递太慢！"))
        .containsExactly("my", "card", "'", "s", "pin", "is", "42", ",", "快", "递", "太", "慢", "!");
  }

  @Test
  void wordsAreLookedUpAndWhatIsNotNamedIsTheFirst() {
    INPUTS.read("MY new Card ！", words, grams);
    assertThat(words).containsExactly(1, 0, 2, 4, -1, -1);
  }

  @Test
  void ofALongTextBeginningAndEndAreRead() {
    INPUTS.read("my a a a card a a a 慢 慢 !", words, grams);
    assertThat(words).containsExactly(1, 0, 0, 3, 3, 4);
  }

  @Test
  void theOrderOfWordsShowsInTheGramsOnly() {
    var other = new float[GRAMS];
    INPUTS.read("太慢", words, grams);
    INPUTS.read("慢太", new float[TOKENS], other);
    assertThat(count(grams)).isEqualTo(3); // two of one, one of two
    assertThat(other).doesNotContain(grams[2]);
  }

  @Test
  void partsOfWordsAreGrams() {
    var cards = new float[GRAMS];
    INPUTS.read("card", words, grams);
    INPUTS.read("cards", new float[TOKENS], cards);
    long shared =
        java.util.stream.IntStream.range(0, count(grams))
            .filter(i -> contains(cards, grams[i]))
            .count();
    // of _card_ the pieces _ca car ard, _car card and _card
    assertThat(shared).isGreaterThanOrEqualTo(6);
  }

  @Test
  void distinctGramsAreReadOnceAndAscending() {
    var all = new TextInputs(List.of("OTHER"), TOKENS, GRAMS, ROWS);
    var once = new TextInputs(List.of("OTHER"), TOKENS, GRAMS, ROWS, true);
    var distinct = new float[GRAMS];
    all.read("太慢太慢太慢", words, grams);
    once.read("太慢太慢太慢", words, distinct);
    assertThat(count(grams)).isEqualTo(15);
    assertThat(Arrays.copyOf(distinct, count(distinct)))
        .containsExactly(ascendingOnce(Arrays.copyOf(grams, 15)))
        .hasSize(6); // 太 慢 太慢 慢太 太慢太 慢太慢
  }

  private static float[] ascendingOnce(float[] values) {
    var sorted = new java.util.TreeSet<Float>();
    for (float value : values) {
      sorted.add(value);
    }
    var once = new float[sorted.size()];
    int at = 0;
    for (float value : sorted) {
      once[at++] = value;
    }
    return once;
  }

  @Test
  void nothingIsReadOfNothing() {
    INPUTS.read(" \n\u200b", words, grams);
    assertThat(words).containsOnly(-1);
    assertThat(grams).containsOnly(-1);
  }

  @Property(tries = 200)
  void anyStringGivesIndicesInRangeThenEndMarks(@ForAll String text) {
    Arrays.fill(words, 77);
    Arrays.fill(grams, 7_777);
    INPUTS.read(text, words, grams);
    assertIndices(words, 5);
    assertIndices(grams, ROWS);
  }

  @Test
  void ahugeTextIsReadAsFarAsItsLimit() {
    INPUTS.read("card ".repeat(40_000), words, grams);
    assertThat(words).containsOnly(2);
  }

  private static void assertIndices(float[] indices, int rows) {
    int count = count(indices);
    for (int i = 0; i < indices.length; i++) {
      assertThat(indices[i]).isEqualTo((int) indices[i]).isBetween(i < count ? 0f : -1f, rows - 1f);
      assertThat(indices[i] < 0).isEqualTo(i >= count);
    }
  }

  private static int count(float[] indices) {
    int count = 0;
    while (count < indices.length && indices[count] >= 0) {
      count++;
    }
    return count;
  }

  private static boolean contains(float[] values, float value) {
    for (float candidate : values) {
      if (candidate == value) {
        return true;
      }
    }
    return false;
  }

  private static List<String> tokens(String text) {
    List<String> found = new ArrayList<>();
    TextInputs.tokens(text, found::add);
    return found;
  }
}
