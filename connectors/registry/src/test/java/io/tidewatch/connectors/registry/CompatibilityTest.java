package io.tidewatch.connectors.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
  private static final Schema SMALL =
      SchemaBuilder.record("R").fields().requiredString("a").endRecord();
  private static final Schema LARGE =
      SchemaBuilder.record("R").fields().requiredString("a").requiredString("b").endRecord();

  @ParameterizedTest
  @CsvSource({
    // Adding a field without a default: old readers cope, new ones do not; removing one: the
    // reverse.
    "NONE, true, true",
    "BACKWARD, false, true",
    "FORWARD, true, false",
    "FULL, false, false",
    "FULL_TRANSITIVE, false, false"
  })
  void looksInTheDirectionsOfItsName(Compatibility level, boolean mayAdd, boolean mayRemove) {
    assertThat(level.conflicts(LARGE, List.of(SMALL)).isEmpty()).isEqualTo(mayAdd);
    assertThat(level.conflicts(SMALL, List.of(LARGE)).isEmpty()).isEqualTo(mayRemove);
  }

  @ParameterizedTest
  @CsvSource({
    "BACKWARD, true",
    "BACKWARD_TRANSITIVE, false",
    "FULL, true",
    "FULL_TRANSITIVE, false"
  })
  void looksAtOlderVersionsOnlyIfTransitive(Compatibility level, boolean fits) {
    assertThat(level.conflicts(LARGE, List.of(SMALL, LARGE)).isEmpty()).isEqualTo(fits);
  }
}
