package io.tidewatch.platform.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

final class OutcomeTest {
  private final Outcome undisturbed = new Outcome(Outcome.allTopics());
  private final Outcome disturbed = new Outcome(Outcome.allTopics());

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

  private static void add(Outcome outcome, String id, String policyVersion) {
    Suppression record =
        Suppression.newBuilder()
            .setSuppressionId(id)
            .setCustomerId("c")
            .setDecidedAt(Instant.EPOCH)
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
