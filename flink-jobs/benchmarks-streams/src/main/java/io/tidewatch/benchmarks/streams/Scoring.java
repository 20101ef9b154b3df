package io.tidewatch.benchmarks.streams;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.Recommender;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a Kafka Streams application with Tidewatch's libraries would do for each event: decode,
 * fold, step both models, score, write the state, emit the score. No validation, no decisions, no
 * rescoring of the silent.
 */
final class Scoring extends ContextualProcessor<Bytes, byte[], Bytes, byte[]> {
  private static final int HEADER_BYTES = 5; // magic and schema id; there is one schema per topic

  private final Commits commits;
  private final ChurnModel churn;
  private final Recommender recommender;
  private final Fold fold = new Fold();
  private final float[] features = new float[FeatureCatalogue.size()];
  private final Map<Topic, SpecificDatumReader<SpecificRecord>> readers =
      new EnumMap<>(Topic.class);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream(2_048);
  private BinaryDecoder decoder;
  private Commits.Task task;
  private KeyValueStore<Bytes, byte[]> states;

  Scoring(Commits commits, Release churn, Release recommender) {
    this.commits = commits;
    this.churn = ChurnModel.compile(churn);
    this.recommender = Recommender.compile(recommender);
  }

  @Override
  public void init(ProcessorContext<Bytes, byte[]> context) {
    super.init(context);
    task = commits.of(context);
    states = context.getStateStore(StreamsContenderMain.STORE);
  }

  @Override
  public void process(Record<Bytes, byte[]> record) {
    String topic = context().recordMetadata().orElseThrow().topic();
    try {
      Event event = decode(Topic.named(topic), record.value());
      CustomerState state =
          CustomerStateLayout.read(
              new DataInputStream(new ByteArrayInputStream(states.get(record.key()))));
      fold.fold(state, event);
      recommender.advance(state);
      FeatureCatalogue.vector(state, event.availableAtMicros(), features);
      ChurnScore score = churn.score(state, features);
      state.scored(score.churn(), event.availableAtMicros());
      written.reset();
      CustomerStateLayout.write(state, new DataOutputStream(written));
      states.put(record.key(), written.toByteArray());
      context()
          .forward(
              record.withValue(
                  ByteBuffer.allocate(12)
                      .putFloat(score.churn())
                      .putFloat(score.purchase7())
                      .putFloat(score.expectedSpendMinor())
                      .array()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    task.processed();
  }

  private Event decode(Topic topic, byte[] value) throws IOException {
    decoder =
        DecoderFactory.get()
            .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, decoder);
    return Event.of(
        readers
            .computeIfAbsent(topic, t -> new SpecificDatumReader<>(t.schema()))
            .read(null, decoder));
  }
}
