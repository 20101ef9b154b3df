package io.tidewatch.connectors.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.registry.RegistryEntry.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private static final Schema ONE =
      SchemaBuilder.record("Order").fields().requiredString("id").endRecord();
  private static final Schema TWO =
      SchemaBuilder.record("Order")
          .fields()
          .requiredString("id")
          .optionalString("shop")
          .endRecord();
  private static final Schema BREAKING =
      SchemaBuilder.record("Order").fields().requiredString("number").endRecord();

  private final List<RegistryEntry> journal = new ArrayList<>();
  private final Subjects subjects = new Subjects(journal::add);

  @Test
  void givesTheSameSchemaTheSameIdEverywhere() {
    assertThat(subjects.register("a", ONE).id()).isEqualTo(1);
    assertThat(subjects.register("a", TWO).id()).isEqualTo(2);
    assertThat(subjects.register("b", ONE).id()).isEqualTo(1);
    assertThat(subjects.register("a", ONE).version()).isEqualTo(1);
    assertThat(journal).hasSize(3);
  }

  @Test
  void refusesWhatOlderVersionsCannotRead() {
    subjects.register("a", ONE);
    assertThatThrownBy(() -> subjects.register("a", BREAKING))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.status()).isEqualTo(409))
        .hasMessageContaining("\"a\"")
        .hasMessageContaining("FULL_TRANSITIVE")
        .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE");
    assertThat(journal).hasSize(1);
  }

  @Test
  void followsTheLevelOfTheSubject() {
    subjects.register("a", ONE);
    subjects.level(Optional.of("a"), Optional.of(Compatibility.NONE));
    assertThat(subjects.register("a", BREAKING).version()).isEqualTo(2);
  }

  @Test
  void isTheSameAgainAfterItsJournalIsReplayed() {
    subjects.register("a", ONE);
    subjects.register("a", TWO);
    subjects.register("b", TWO);
    subjects.delete("b", false);
    subjects.level(Optional.empty(), Optional.of(Compatibility.BACKWARD));
    Subjects again = new Subjects(entry -> {});
    journal.forEach(again::apply);
    assertThat(again.subjects(true)).containsExactly("a", "b");
    assertThat(again.subjects(false)).containsExactly("a");
    assertThat(again.active("a", false)).isEqualTo(subjects.active("a", false));
    assertThat(again.level()).isEqualTo(Compatibility.BACKWARD);
  }

  @Test
  void neverGivesAnIdTwice() {
    Version gone = subjects.register("a", ONE);
    subjects.delete("a", false);
    subjects.delete("a", true);
    assertThat(subjects.schema(gone.id())).isEqualTo(ONE.toString());
    assertThat(subjects.register("a", BREAKING).id()).isEqualTo(2);
    assertThat(subjects.register("a", BREAKING).version()).isEqualTo(2);
  }

  @Test
  void deletesForGoodOnlyWhatWasDeletedBefore() {
    subjects.register("a", ONE);
    assertThatThrownBy(() -> subjects.delete("a", true))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.code()).isEqualTo(40405));
  }

  @Test
  void changesNothingWhenTheJournalFails() {
    Subjects failing =
        new Subjects(
            entry -> {
              throw new IllegalStateException("no Kafka");
            });
    assertThatThrownBy(() -> failing.register("a", ONE)).hasMessage("no Kafka");
    assertThat(failing.subjects(true)).isEmpty();
    assertThatThrownBy(() -> failing.schema(1)).isInstanceOf(RegistryException.class);
  }
}
