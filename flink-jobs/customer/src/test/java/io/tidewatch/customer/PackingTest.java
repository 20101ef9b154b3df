package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PackingTest {
  @Property
  void countsComeBack(@ForAll @LongRange(min = 0) long count) throws IOException {
    var out = new ByteArrayOutputStream();
    Packing.writeCount(new DataOutputStream(out), count);

    assertThat(out.size()).isLessThanOrEqualTo(9);
    assertThat(Packing.readCount(in(out), "count")).isEqualTo(count);
  }

  @Property
  void roundedSumsComeBackExactly(@ForAll @DoubleRange(min = 0, max = 1e18) double sum)
      throws IOException {
    double rounded = Packing.roundSum(sum);
    var out = new ByteArrayOutputStream();
    Packing.writeSum(new DataOutputStream(out), rounded);

    assertThat(rounded).isCloseTo(sum, within(sum * 7.3e-12 + Double.MIN_NORMAL));
    assertThat(Packing.readSum(in(out), "sum")).isEqualTo(rounded);
  }

  @Property
  void roughNumbersKeepTwelveBits(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long value) {
    long kept = Packing.unpackRough(Packing.packRough(value));

    assertThat(kept).isLessThanOrEqualTo(value);
    assertThat((double) kept).isCloseTo(value, within(value / 2_048.0));
    assertThat(Packing.unpackRough(Packing.packRough(kept))).isEqualTo(kept);
    assertThat((long) (float) kept).isEqualTo(kept);
  }

  @Test
  void roughNumbersAreExactBelow4096AndEndSomewhere() {
    for (long value = 0; value < 4_096; value++) {
      assertThat(Packing.unpackRough(Packing.packRough(value))).isEqualTo(value);
    }
    assertThat(Packing.unpackRough(Packing.packRough(-5))).isZero();
    assertThat(Packing.unpackRough(Packing.packRough(Long.MAX_VALUE)))
        .isEqualTo(4_095L << 30)
        .isGreaterThan(4_000_000_000_000L);
  }

  @Test
  void hashesOfSimilarIdsDoNotMeet() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      seen.add(TextHash.of("order-" + i) & (1L << 40) - 1);
    }

    assertThat(seen).hasSize(200_000);
    // Committed state holds these hashes, so they must never change.
    assertThat(TextHash.of("tidewatch")).isEqualTo(0xceac85e7d76cb905L);
    assertThat(ItemHistory.hash("bread")).isEqualTo((int) (TextHash.of("bread") >>> 32));
  }

  private static DataInputStream in(ByteArrayOutputStream out) {
    return new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
  }
}
