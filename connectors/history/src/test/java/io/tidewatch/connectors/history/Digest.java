package io.tidewatch.connectors.history;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** SHA-256 over the Avro bytes of events in their order. */
final class Digest {
  private Digest() {}

  static String of(Stream<Event> events) {
    try (events) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      BinaryEncoder out =
          EncoderFactory.get()
              .binaryEncoder(new DigestOutputStream(OutputStream.nullOutputStream(), sha), null);
      Map<Topic, SpecificDatumWriter<SpecificRecord>> writers = new EnumMap<>(Topic.class);
      events.forEach(
          event -> {
            try {
              out.writeInt(event.topic().ordinal());
              writers
                  .computeIfAbsent(event.topic(), t -> new SpecificDatumWriter<>(t.schema()))
                  .write(event.record(), out);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      out.flush();
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
