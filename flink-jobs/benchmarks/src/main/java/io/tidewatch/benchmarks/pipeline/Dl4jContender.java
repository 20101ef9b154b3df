package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.KafkaSources;
import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import io.tidewatch.scoring.CustomerStateSerializer;
import io.tidewatch.scoring.ScoringConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What one would do without Tidewatch's kernels: for each event the network that DL4J trained runs
 * over the customer's last {@value #STEPS} steps, which keyed state holds beside the customer. One
 * score out for each event; no decisions. Inputs are not standardised, which makes it a little
 * faster and its scores meaningless.
 */
final class Dl4jContender implements FlinkContender {
  /** Where the scores go; those of the Kafka Streams contender, too. */
  static final String TOPIC = "bench-scores";

  private static final int STEPS = 50;
  private static final TypeInformation<Tuple2<String, byte[]>> SCORES =
      Types.TUPLE(Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private final Path release;

  /**
   * Creates the contender.
   *
   * @param models folder with the releases
   */
  Dl4jContender(Path models) {
    release = models.resolve("churn.zip");
  }

  @Override
  public void build(StreamExecutionEnvironment env, ScoringConfig config) {
    var kafka = config.configuration();
    RawSink.add(
        env.fromSource(KafkaSources.events(kafka), KafkaSources.eventWatermarks(kafka), "events")
            .uid("dl4j-events")
            .filter(inbound -> inbound instanceof Inbound.Accepted) // the rest are heartbeats
            .keyBy(inbound -> ((Inbound.Accepted) inbound).event().customerId(), Types.STRING)
            .process(new Score(release.toString()), SCORES)
            .name(CustomerFill.CUSTOMERS)
            .uid(CustomerFill.CUSTOMERS),
        TOPIC,
        config);
  }

  @Override
  public String operator() {
    return CustomerFill.CUSTOMERS;
  }

  private static final class Score
      extends KeyedProcessFunction<String, Inbound, Tuple2<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final String release;
    private transient ComputationGraph network;
    private transient Fold fold;
    private transient float[] step;
    private transient float[] features;
    private transient ValueState<CustomerState> states;
    private transient ValueState<float[]> steps;

    Score(String release) {
      this.release = release;
    }

    @Override
    public void open(OpenContext context) throws IOException {
      network = network(Path.of(release));
      fold = new Fold();
      step = new float[ChurnStep.WIDTH];
      features = new float[FeatureCatalogue.size()];
      states =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(CustomerFill.STATE, new CustomerStateSerializer()));
      steps =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "steps", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(
        Inbound inbound, Context context, Collector<Tuple2<String, byte[]>> out) throws Exception {
      Event event = ((Inbound.Accepted) inbound).event();
      CustomerState state = states.value();
      fold.fold(state, event);
      FeatureCatalogue.vector(state, event.availableAtMicros(), features);
      float[] sequence = steps.value();
      if (sequence == null) {
        sequence = new float[STEPS * ChurnStep.WIDTH]; // long ago, nothing happened
      }
      append(state, sequence);
      states.update(state);
      steps.update(sequence);
      out.collect(Tuple2.of(event.customerId(), score(sequence)));
    }

    private void append(CustomerState state, float[] sequence) {
      long count = state.steps().count();
      if (count > 0) {
        ChurnStep.input(state.steps(), count - 1, step);
      }
      System.arraycopy(sequence, ChurnStep.WIDTH, sequence, 0, sequence.length - ChurnStep.WIDTH);
      System.arraycopy(step, 0, sequence, sequence.length - ChurnStep.WIDTH, ChurnStep.WIDTH);
    }

    private byte[] score(float[] sequence) {
      // Rows are steps here, columns there.
      INDArray inputs =
          Nd4j.create(sequence, new long[] {1, STEPS, ChurnStep.WIDTH}, 'c').permute(0, 2, 1);
      INDArray known = Nd4j.create(features, new long[] {1, features.length}, 'c');
      INDArray[] scores = network.output(false, inputs, known);
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * scores.length);
      for (INDArray score : scores) {
        bytes.putFloat(score.getFloat(0));
      }
      return bytes.array();
    }

    private static ComputationGraph network(Path release) throws IOException {
      try (ZipFile zip = new ZipFile(release.toFile())) {
        var entry = zip.getEntry("source");
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(bytes), false);
      }
    }
  }
}
