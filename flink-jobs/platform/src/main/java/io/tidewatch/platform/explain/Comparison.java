package io.tidewatch.platform.explain;

import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record that was made again, held against the one on a topic.
 *
 * @param topic where the other one lies
 * @param bytes length of its Avro body
 * @param sameBytes whether the bodies are the same; they are not where all fields agree but the
 *     record was written with another version of the schema
 * @param differences fields that differ
 */
record Comparison(Topic topic, int bytes, boolean sameBytes, List<Difference> differences) {

  static Comparison of(Optional<? extends SpecificRecord> rebuilt, Published published) {
    int bytes = published.body().length;
    if (rebuilt.isEmpty()) {
      return new Comparison(
          published.topic(),
          bytes,
          false,
          List.of(new Difference("(record)", "none", "one of " + bytes + " bytes")));
    }
    return new Comparison(
        published.topic(),
        bytes,
        Arrays.equals(body(rebuilt.get()), published.body()),
        Difference.between(rebuilt.get(), published.record()));
  }

  /** Returns whether the record that was made again is the one on the topic. */
  boolean agrees() {
    return differences.isEmpty();
  }

  /** Returns the Avro body of a record, as the job writes it behind the frame. */
  private static byte[] body(SpecificRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return out.toByteArray();
  }
}
