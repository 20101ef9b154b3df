package io.tidewatch.models.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PsiTest {
  @Test
  void isWhatTheTextbookSays() {
    // Without smoothing: (.2-.1)ln(2) + (.3-.3)ln(1) + (.5-.6)ln(.5/.6); counts so large that
    // smoothing is below the tolerance.
    long[] expected = {100_000, 300_000, 600_000};
    long[] actual = {200_000, 300_000, 500_000};
    assertThat(Psi.of(expected, actual)).isCloseTo(0.08755, within(1e-4));
  }

  @Test
  void anEmptyBinGivesAFiniteIndex() {
    assertThat(Psi.of(new long[] {100, 0}, new long[] {0, 100})).isBetween(1.0, 20.0);
  }

  @Test
  void nothingAgainstNothingIsNoShift() {
    assertThat(Psi.of(new long[3], new long[] {1, 2, 3})).isZero();
    assertThat(Psi.of(new long[] {1, 2, 3}, new long[3])).isZero();
  }

  @Test
  void otherBinsAreAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Psi.of(new long[2], new long[3]))
        .withMessageContaining("2 expected bins but 3");
  }

  @Property(tries = 200)
  void isZeroForTheSameCountsAndSymmetric(
      @ForAll @Size(8) List<@LongRange(max = 10_000) Long> first,
      @ForAll @Size(8) List<@LongRange(max = 10_000) Long> second) {
    long[] counts = first.stream().mapToLong(Long::longValue).toArray();
    long[] others = second.stream().mapToLong(Long::longValue).toArray();
    assertThat(Psi.of(counts, counts)).isZero();
    assertThat(Psi.of(counts, others)).isGreaterThanOrEqualTo(0);
    assertThat(Psi.of(counts, others)).isCloseTo(Psi.of(others, counts), within(1e-9));
  }

  @Property(tries = 30)
  void samplesOfOneDistributionStayBelowTheLimitOfNoShift(
      @ForAll @IntRange(max = 1_000_000) int seed) {
    Random random = new Random(seed);
    long[] expected = new long[10];
    long[] actual = new long[10];
    for (int i = 0; i < 1_000; i++) {
      expected[random.nextInt(10)]++;
      if (i % 2 == 0) {
        actual[random.nextInt(10)]++;
      }
    }
    assertThat(Psi.of(expected, actual)).as(Arrays.toString(actual)).isLessThan(0.1);
  }
}
