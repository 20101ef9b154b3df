package io.tidewatch.connectors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordFilesTest {
  @TempDir private Path dir;

  private static OfferOutcome outcome(String id) {
    return OfferOutcome.newBuilder()
        .setEventId(id)
        .setCustomerId("c")
        .setOccurredAt(Instant.EPOCH.plusSeconds(1_000_000_000))
        .setKind(OutcomeKind.ACCEPTED)
        .setOfferId("o")
        .build();
  }

  private static long write(Path dir, SpecificRecord... records) {
    return RecordFiles.write(dir, Topic.OUTCOMES, List.of(records)::forEach);
  }

  @Test
  void readsWhatItWroteInItsOrder() {
    assertThat(write(dir.resolve("new"), outcome("2"), outcome("1"))).isEqualTo(2);

    List<SpecificRecord> read = new ArrayList<>();
    RecordFiles.read(dir.resolve("new"), Topic.OUTCOMES, read::add);

    assertThat(read).isEqualTo(List.of(outcome("2"), outcome("1")));
  }

  @Test
  void replacesAnEarlierFileAndLeavesNoOther() throws IOException {
    write(dir, outcome("1"));
    write(dir);

    RecordFiles.read(dir, Topic.OUTCOMES, record -> assertThat(record).isNull());
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(dir.resolve("outcomes.avro"));
    }
  }

  @Test
  void namesAFileThatIsAbsentOrOfAnotherTopic() throws IOException {
    assertThatThrownBy(() -> RecordFiles.read(dir, Topic.OUTCOMES, record -> {}))
        .isInstanceOf(UnreadableHistoryException.class)
        .hasMessageContaining("outcomes.avro does not exist");
    write(dir, outcome("1"));
    Files.move(dir.resolve("outcomes.avro"), dir.resolve("purchases.avro"));
    assertThatThrownBy(() -> RecordFiles.read(dir, Topic.PURCHASES, record -> {}))
        .hasMessageContaining("purchases.avro holds records of outcomes");
  }
}
