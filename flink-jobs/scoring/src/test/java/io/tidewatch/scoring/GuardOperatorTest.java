package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.models.monitor.FeatureSample;
import io.tidewatch.models.monitor.GuardRules;
import io.tidewatch.models.monitor.ModelWindow;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.Sample;
import io.tidewatch.models.monitor.ScoreHistogram;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.ReleaseRef;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardOperatorTest {
  private static final GuardSettings SETTINGS =
      new GuardSettings(true, GuardRules.DEFAULT, 0.05, WithoutPrevious.KEEP, false);
  private static final String GOOD = "aa".repeat(32);
  private static final String INVERTED = "bb".repeat(32);
  private static final int WINDOW = GuardRules.DEFAULT.windowScorings();
  private static final int PART = 125; // as each of two subtasks gives on

  private final Random random = new Random(3);
  private final Reference reference = reference();
  private TwoInputStreamOperatorTestHarness<Observation, AcceptedRelease, SpecificRecord> guards;

  @BeforeEach
  void open() throws Exception {
    guards = guards(SETTINGS);
    guards.open();
  }

  @AfterEach
  void close() throws Exception {
    guards.close();
  }

  private static TwoInputStreamOperatorTestHarness<Observation, AcceptedRelease, SpecificRecord>
      guards(GuardSettings settings) throws Exception {
    var harness =
        new TwoInputStreamOperatorTestHarness<>(
            new CoProcessOperator<>(new GuardOperator(settings)));
    harness.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  @Test
  void rollsAnInvertedChampionBackWithinTheBound() throws Exception {
    accept(champion(GOOD, "1", null));
    score(GOOD, false, 2 * WINDOW);
    assertThat(output()).isEmpty();

    accept(champion(INVERTED, "2", ref(GOOD, "1")));
    int scored = 0;
    while (output().isEmpty()) {
      score(INVERTED, true, PART);
      scored += PART;
    }
    assertThat(scored).isLessThanOrEqualTo(WINDOW + WINDOW / 4);
    ModelRelease message = (ModelRelease) output().get(0);
    assertThat(message.getRole()).isEqualTo(ModelRole.CHAMPION);
    assertThat(message.getSha256()).isEqualTo(GOOD);
    assertThat(message.getVersion()).isEqualTo("1");
    assertThat(message.getArtifactUri()).isEqualTo("file:///1.zip");
    assertThat(message.getBanned()).containsExactly(INVERTED);
    assertThat(message.getPushedBy()).isEqualTo("guard");
    assertThat(message.getOverride()).isFalse();
    assertThat(message.getWhy())
        .contains("SCORE_SHIFT: population stability index", "threshold 0.50", "ALERT_RATE: ");
  }

  @Test
  void saysItOnceAndLeavesTheOneThatCameBackAlone() throws Exception {
    accept(champion(GOOD, "1", null));
    score(GOOD, false, WINDOW);
    accept(champion(INVERTED, "2", ref(GOOD, "1")));
    score(INVERTED, true, 3 * WINDOW);
    assertThat(output()).hasSize(1);
    accept((ModelRelease) output().get(0));
    score(INVERTED, true, WINDOW); // what was on its way
    score(GOOD, false, 5 * WINDOW);
    assertThat(output()).hasSize(1);
  }

  @Test
  void goesOnCountingAfterARestart() throws Exception {
    accept(champion(GOOD, "1", null));
    score(GOOD, false, WINDOW);
    accept(champion(INVERTED, "2", ref(GOOD, "1")));
    score(INVERTED, true, WINDOW - PART);
    OperatorSubtaskState snapshot = guards.snapshot(1, 1);
    guards.close();
    guards = guards(SETTINGS);
    guards.initializeState(snapshot);
    guards.open();
    score(INVERTED, true, PART);
    assertThat(((ModelRelease) output().get(0)).getSha256()).isEqualTo(GOOD);
  }

  @Test
  void withoutAChampionBeforeItCallsTheReleaseSuspect() throws Exception {
    accept(champion(INVERTED, "1", null));
    score(INVERTED, true, 2 * WINDOW);
    assertThat(output()).hasSize(1);
    ModelStatus status = (ModelStatus) output().get(0);
    assertThat(status.getState()).isEqualTo(ModelState.SUSPECT);
    assertThat(status.getSha256()).isEqualTo(INVERTED);
    assertThat(status.getBy()).isEqualTo("guard");
    assertThat(status.getDetail())
        .contains("SCORE_SHIFT", "it goes on serving: there is nothing to roll back to");
  }

  @Test
  void withoutAChampionBeforeItRetiresTheReleaseIfItIsTold() throws Exception {
    guards.close();
    guards =
        guards(new GuardSettings(true, GuardRules.DEFAULT, 0.05, WithoutPrevious.RETIRE, false));
    guards.open();
    accept(champion(INVERTED, "1", null));
    score(INVERTED, true, WINDOW);
    ModelRelease message = (ModelRelease) output().get(0);
    assertThat(message.getRole()).isEqualTo(ModelRole.RETIRED);
    assertThat(message.getRetiredFrom()).isEqualTo(ModelRole.CHAMPION);
    assertThat(message.getWhy()).contains("SCORE_SHIFT");
  }

  @Test
  void takesABadChallengerOutAndLeavesTheChampionAlone() throws Exception {
    accept(champion(GOOD, "1", null));
    accept(
        ModelRelease.newBuilder(champion(INVERTED, "2", null))
            .setRole(ModelRole.CHALLENGER)
            .setShare(0.5f)
            .build());
    score(INVERTED, true, WINDOW);
    score(GOOD, false, WINDOW);
    assertThat(output()).hasSize(1);
    ModelRelease message = (ModelRelease) output().get(0);
    assertThat(message.getRole()).isEqualTo(ModelRole.RETIRED);
    assertThat(message.getRetiredFrom()).isEqualTo(ModelRole.CHALLENGER);
    assertThat(message.getSha256()).isEqualTo(INVERTED);
  }

  @Test
  void truthRollsBackWhatNoDistributionShows() throws Exception {
    accept(champion(GOOD, "1", null));
    accept(champion(INVERTED, "2", ref(GOOD, "1")));
    for (int i = 0; i < 500; i++) {
      float honest = honest();
      matured(INVERTED, 1 - honest, random.nextFloat() < honest);
    }
    ModelRelease message = (ModelRelease) output().get(0);
    assertThat(message.getSha256()).isEqualTo(GOOD);
    assertThat(message.getWhy()).contains("AUC: AUC of 500 matured scores is 0.");
  }

  @Test
  void promotesAChallengerThatIsSurelyBetterOnlyIfItIsTold() throws Exception {
    letTheChallengerWin();
    assertThat(output()).isEmpty();

    guards.close();
    guards = guards(new GuardSettings(true, GuardRules.DEFAULT, 0.05, WithoutPrevious.KEEP, true));
    guards.open();
    letTheChallengerWin();
    ModelRelease champion = (ModelRelease) output().get(0);
    assertThat(champion.getRole()).isEqualTo(ModelRole.CHAMPION);
    assertThat(champion.getSha256()).isEqualTo(INVERTED);
    assertThat(champion.getPrevious().getSha256()).isEqualTo(GOOD);
    assertThat(champion.getWhy()).startsWith("challenger is surely better (DeLong");
    assertThat(((ModelRelease) output().get(1)).getRole()).isEqualTo(ModelRole.RETIRED);
  }

  /** The champion knows a little, the challenger much; neither is bad enough for a guard. */
  private void letTheChallengerWin() throws Exception {
    Reference modest = new Reference(0.6, 0.2, reference.samples());
    accept(champion(GOOD, "1", null), modest);
    accept(
        ModelRelease.newBuilder(champion(INVERTED, "2", null))
            .setRole(ModelRole.CHALLENGER)
            .setShare(0.5f)
            .build(),
        modest);
    for (int i = 0; i < 1_000; i++) {
      float honest = honest();
      matured(GOOD, (2 * honest() + honest) / 3, random.nextFloat() < honest);
      float other = honest();
      matured(INVERTED, other, random.nextFloat() < other);
      if (!output().isEmpty()) {
        return;
      }
    }
  }

  @Test
  void aRetiredModelIsNotJudged() throws Exception {
    accept(champion(GOOD, "1", null));
    accept(ModelRelease.newBuilder(champion(GOOD, "1", null)).setRole(ModelRole.RETIRED).build());
    score(GOOD, true, 2 * WINDOW);
    assertThat(output()).isEmpty();
  }

  private float honest() {
    float u = random.nextFloat();
    return u * u;
  }

  private Reference reference() {
    ScoreHistogram scores = new ScoreHistogram();
    for (int i = 0; i < 2_000; i++) {
      scores.add(honest());
    }
    Sample sample =
        new Sample(
            Arrays.stream(scores.counts()).boxed().toList(),
            List.of(new FeatureSample("x", 0, List.of(), List.of(1L, 2L))));
    return new Reference(0.75, 0.03, Map.of(Occasion.REGULAR, sample, Occasion.EVENT, sample));
  }

  private void accept(ModelRelease message) throws Exception {
    accept(message, reference);
  }

  private void accept(ModelRelease message, Reference promised) throws Exception {
    guards.processElement2(
        new StreamRecord<>(
            new AcceptedRelease(
                message,
                message.getRole() == ModelRole.RETIRED
                    ? Optional.empty()
                    : Optional.of(promised))));
  }

  private void score(String sha256, boolean inverted, int scorings) throws Exception {
    for (int done = 0; done < scorings; done += PART) {
      ModelWindow window = new ModelWindow(Optional.of(reference));
      for (int i = 0; i < PART; i++) {
        float honest = honest();
        window.score(Occasion.values()[i % 2], inverted ? 1 - honest : honest);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      window.write(new DataOutputStream(bytes));
      guards.processElement1(
          new StreamRecord<>(new Observation.Window(sha256, 0.8f, bytes.toByteArray())));
    }
  }

  private void matured(String sha256, float churn, boolean churned) throws Exception {
    guards.processElement1(new StreamRecord<>(new Observation.Matured(sha256, churn, churned)));
  }

  private List<SpecificRecord> output() {
    return guards.extractOutputValues();
  }

  private static ModelRelease champion(String sha256, String version, ReleaseRef previous) {
    return ModelRelease.newBuilder()
        .setName("churn")
        .setVersion(version)
        .setArtifactUri("file:///" + version + ".zip")
        .setSha256(sha256)
        .setPushedAt(TestEvents.START)
        .setPushedBy("a test")
        .setPrevious(previous)
        .build();
  }

  private static ReleaseRef ref(String sha256, String version) {
    return new ReleaseRef(version, "file:///" + version + ".zip", sha256);
  }
}
