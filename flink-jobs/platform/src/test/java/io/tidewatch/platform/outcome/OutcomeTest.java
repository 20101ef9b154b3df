package io.tidewatch.platform.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutcomeTest {
  private final Outcome undisturbed = new Outcome(Outcome.allTopics(), Optional.empty());
  private final Outcome disturbed = new Outcome(Outcome.allTopics(), Optional.empty());

  @Test
  void writingTheSameAgainIsADuplicateAndChangesNothing() {
    add(undisturbed, "a", "1");
    add(undisturbed, "b", "1");
    add(disturbed, "b", "1");
    add(disturbed, "a", "1");
    add(disturbed, "b", "1");

    Outcome.Comparison comparison = undisturbed.compare(disturbed);

    assertThat(comparison).isEqualTo(new Outcome.Comparison(2, 0, 0, 0, 1));
    assertThat(comparison.same()).isTrue();
  }

  @Test
  void whatIsMissingIsLostAndWhatIsNewIsUnexpected() {
    add(undisturbed, "a", "1");
    add(undisturbed, "b", "1");
    add(disturbed, "a", "1");
    add(disturbed, "c", "1");

    Outcome.Comparison comparison = undisturbed.compare(disturbed);

    assertThat(comparison).isEqualTo(new Outcome.Comparison(1, 1, 1, 0, 0));
    assertThat(comparison.same()).isFalse();
  }

  @Test
  void otherBytesUnderTheSameIdDiffer() {
    add(undisturbed, "a", "1");
    add(undisturbed, "b", "1");
    add(disturbed, "a", "2");
    add(disturbed, "b", "1");
    add(disturbed, "b", "3");

    Outcome.Comparison comparison = undisturbed.compare(disturbed);

    assertThat(comparison).isEqualTo(new Outcome.Comparison(1, 0, 0, 2, 0));
    assertThat(comparison.same()).isFalse();
  }

  @Test
  void nothingDecidedIsNoProof() {
    assertThat(undisturbed.compare(disturbed).same()).isFalse();
  }

  @Test
  void saysWhichRecordsAreNotAlikeAndInWhichFields(@TempDir Path folder) {
    try (RecordFile here = new RecordFile(folder.resolve("here"));
        RecordFile there = new RecordFile(folder.resolve("there"))) {
      Outcome expected = new Outcome(Outcome.allTopics(), Optional.of(here));
      Outcome found = new Outcome(Outcome.allTopics(), Optional.of(there));
      add(expected, "same", "1", 0);
      add(found, "same", "1", 0);
      add(expected, "lost", "1", 4);
      add(found, "new", "1", 3);
      add(expected, "other", "1.0", 2);
      add(found, "other", "1.1", 2);
      add(expected, "twice", "1", 1);
      add(found, "twice", "1", 1);
      add(found, "twice", "22", 1);
      here.close();
      there.close();

      assertThat(expected.differences(found, 3))
          .extracting(Difference::toString)
          .containsExactly(
              "suppressions twice DIFFERING at 1970-01-01T00:00:01Z"
                  + " [policyVersion: 1 letters, other from 0 became"
                  + " 2 letters, other from 0]",
              "suppressions other DIFFERING at 1970-01-01T00:00:02Z"
                  + " [policyVersion: 3 letters, other from 2 became"
                  + " 3 letters, other from 2]",
              "suppressions new UNEXPECTED at 1970-01-01T00:00:03Z []");
    }
  }

  private static void add(Outcome outcome, String id, String policyVersion) {
    add(outcome, id, policyVersion, 0);
  }

  private static void add(Outcome outcome, String id, String policyVersion, long atSeconds) {
    Suppression record =
        Suppression.newBuilder()
            .setSuppressionId(id)
            .setCustomerId("c")
            .setDecidedAt(Instant.ofEpochSecond(atSeconds))
            .setKind(SuppressedKind.OFFER)
            .setPolicyVersion(policyVersion)
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[5]);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<Suppression>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    outcome.add(Topic.SUPPRESSIONS, bytes.toByteArray());
  }
}
