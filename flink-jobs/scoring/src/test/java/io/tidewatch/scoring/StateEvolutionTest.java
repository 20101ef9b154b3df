package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.schemas.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/how-to/evolve-state.md says beyond what other tests show. */
class StateEvolutionTest {
  private static final int CUSTOMERS = 4;
  private static final double PER_SECOND = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void aShorterTtlDropsCustomersOfBefore() throws Exception {
    OperatorSubtaskState snapshot;
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.EVENT_TIME)) {
      for (Event event : TestEvents.random(1, CUSTOMERS, 40)) {
        customers.event(event);
      }
      customers.watermark(TestEvents.day(60));
      assertThat(customers.keyedStates()).isPositive();
      snapshot = customers.snapshot();
    }
    CustomerScoring.Settings shorter =
        new CustomerScoring.Settings(
            Duration.ofDays(1), Duration.ofDays(30), 0.02, LearningRules.DEFAULT);
    try (CustomerHarness customers =
        new CustomerHarness(
                Ordering.EVENT_TIME, CustomerHarness.AT_ONCE, 1, 0, GuardSettings.OFF, shorter)
            .start(Optional.of(snapshot))) {
      customers.watermark(TestEvents.day(150));

      assertThat(customers.states()).isEmpty();
      assertThat(customers.timers()).isZero();
    }
  }

  @Test
  void flinkRefusesAStateOfAnotherMaximumParallelism() throws Exception {
    String savepoint = stop(counting(8, Optional.empty()));
    stop(counting(8, Optional.of(savepoint))); // what does not differ is taken

    assertThatThrownBy(() -> counting(16, Optional.of(savepoint)))
        .hasStackTraceContaining("Max parallelism mismatch");
  }

  /** Stops a job as soon as all of it runs. */
  private String stop(JobClient job) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(e -> e.getCause() instanceof CheckpointException)
        .until(
            () ->
                job.stopWithSavepoint(
                        false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                    .get(),
            Objects::nonNull);
  }

  /** Starts a job that counts for each of a few keys until it is stopped. */
  private static JobClient counting(int maxParallelism, Optional<String> savepoint)
      throws Exception {
    Configuration settings = new Configuration();
    savepoint.ifPresent(path -> settings.setString("execution.state-recovery.path", path));
    settings.setString("rest.port", "0");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, settings);
    env.setMaxParallelism(maxParallelism);
    env.fromSource(
            new DataGeneratorSource<Long>(
                number -> number,
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(PER_SECOND),
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> number % CUSTOMERS, Types.LONG)
        .process(new Counting(), Types.LONG)
        .uid("counts")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    return env.executeAsync("counts");
  }

  private static final class Counting extends KeyedProcessFunction<Long, Long, Long> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      count.update(count.value() == null ? 1 : count.value() + 1);
    }
  }
}
