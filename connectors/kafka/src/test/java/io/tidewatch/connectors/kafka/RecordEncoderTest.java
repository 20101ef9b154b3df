package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.FloatColumn;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordEncoderTest {
  private static final int RECORDS = 50;
  private static final byte[] HEADER = {0, 0, 0, 0, 7};

  private final RecordEncoder encoder = new RecordEncoder((subject, schema) -> 7);

  @ParameterizedTest
  @EnumSource(Topic.class)
  void writesTheBytesThatAvroWritesOfAnyRecord(Topic topic) throws IOException {
    for (Object drawn : new RandomData(topic.schema(), RECORDS, 1)) {
      SpecificRecord record =
          specific(topic, bytes(new GenericDatumWriter<>(topic.schema()), drawn));
      byte[] value = encoder.encode(record);
      assertThat(Arrays.copyOf(value, HEADER.length)).isEqualTo(HEADER);
      assertThat(Arrays.copyOfRange(value, HEADER.length, value.length))
          .isEqualTo(bytes(new SpecificDatumWriter<>(topic.schema(), model(record)), record));
    }
  }

  @Test
  void writesTextsOfAnyLengthAndAlphabet() throws IOException {
    for (String text : new String[] {"", "ascii", "Grüße", "客户", "a€", "x".repeat(20_000)}) {
      SpecificRecord ticket = Samples.ticket(text);
      byte[] value = encoder.encode(ticket);
      assertThat(Arrays.copyOfRange(value, HEADER.length, value.length))
          .as(text)
          .isEqualTo(
              bytes(new SpecificDatumWriter<>(Topic.TICKETS.schema(), model(ticket)), ticket));
    }
  }

  @Test
  void writesEachListOfOffersAsItIs() throws IOException {
    List<String> live = ids("live");
    List<String> changing = new ArrayList<>(live);
    for (List<String> offerIds : List.of(live, live, ids("other"), live, changing)) {
      assertIsWrittenAsAvroDoes(offerIds);
    }
    changing.set(7, "changed");
    assertIsWrittenAsAvroDoes(changing);
  }

  @Test
  void writesColumnsOfNumbers() throws IOException {
    Schema schema = Topic.DECISION_LOG.schema();
    for (Object drawn : new RandomData(schema, 5, 1)) {
      DecisionRecord decision =
          (DecisionRecord)
              specific(Topic.DECISION_LOG, bytes(new GenericDatumWriter<>(schema), drawn));
      decision.setFeatures(FloatColumn.of(new float[] {1.5f, -0f, Float.NaN, 7f}, 3));
      decision.setLogOdds(FloatColumn.of(new float[0], 0));
      decision.setDeviations(FloatColumn.of(new float[3_000], 3_000));
      byte[] value = encoder.encode(decision);
      assertThat(Arrays.copyOfRange(value, HEADER.length, value.length))
          .isEqualTo(bytes(new SpecificDatumWriter<>(schema, model(decision)), decision));
    }
  }

  @Test
  void writesEachPolicyAsItIs() throws IOException {
    Schema schema = Topic.DECISION_LOG.schema();
    List<Policy> policies = new ArrayList<>();
    for (Object drawn : new RandomData(Topic.POLICIES.schema(), 2, 1)) {
      policies.add(
          (Policy)
              specific(
                  Topic.POLICIES, bytes(new GenericDatumWriter<>(Topic.POLICIES.schema()), drawn)));
    }
    for (Object drawn : new RandomData(schema, 2, 1)) {
      DecisionRecord decision =
          (DecisionRecord)
              specific(Topic.DECISION_LOG, bytes(new GenericDatumWriter<>(schema), drawn));
      for (int place : new int[] {0, 0, 1, 1, 0}) {
        decision.setPolicy(policies.get(place));
        byte[] value = encoder.encode(decision);
        assertThat(Arrays.copyOfRange(value, HEADER.length, value.length))
            .isEqualTo(bytes(new SpecificDatumWriter<>(schema, model(decision)), decision));
      }
    }
  }

  private void assertIsWrittenAsAvroDoes(List<String> offerIds) throws IOException {
    Suppression held =
        Suppression.newBuilder()
            .setSuppressionId("s")
            .setCustomerId("c")
            .setDecidedAt(Instant.EPOCH)
            .setPolicyVersion("1")
            .setOfferIds(offerIds)
            .setReasons(Collections.nCopies(offerIds.size(), SuppressionReason.OUTRANKED))
            .build();
    byte[] value = encoder.encode(held);
    assertThat(Arrays.copyOfRange(value, HEADER.length, value.length))
        .isEqualTo(
            bytes(new SpecificDatumWriter<>(Topic.SUPPRESSIONS.schema(), model(held)), held));
  }

  private static List<String> ids(String prefix) {
    return List.copyOf(IntStream.range(0, 200).mapToObj(i -> prefix + "-" + i).toList());
  }

  private static SpecificRecord specific(Topic topic, byte[] body) throws IOException {
    Schema schema = topic.schema();
    return new SpecificDatumReader<SpecificRecord>(
            schema, schema, SpecificData.getForClass(topic.recordClass()))
        .read(null, DecoderFactory.get().binaryDecoder(body, null));
  }

  private static SpecificData model(SpecificRecord record) {
    return SpecificData.getForClass(record.getClass());
  }

  private static <T> byte[] bytes(DatumWriter<T> writer, T value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder plain = EncoderFactory.get().binaryEncoder(out, null);
    writer.write(value, plain);
    plain.flush();
    return out.toByteArray();
  }
}
