package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MicrosTest {

  @Property
  void surviveTheWayToAnInstantAndBack(@ForAll long micros) {
    assertThat(Micros.of(Micros.toInstant(micros))).isEqualTo(micros);
  }

  @Test
  void areRoundedDownOnBothSidesOf1970() {
    assertThat(Micros.of(Instant.ofEpochSecond(0, 1_999))).isEqualTo(1);
    assertThat(Micros.of(Instant.ofEpochSecond(-1, 999_999_999))).isEqualTo(-1);
    assertThat(Micros.of(Instant.ofEpochSecond(-1, 0))).isEqualTo(-1_000_000);
  }

  @Test
  void countADay() {
    assertThat(Micros.toInstant(Micros.PER_DAY)).isEqualTo(Instant.parse("1970-01-02T00:00:00Z"));
  }
}
