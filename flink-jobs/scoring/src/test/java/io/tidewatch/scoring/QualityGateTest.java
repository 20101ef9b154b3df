package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.ControlRecord;
import io.tidewatch.models.Provenance;
import io.tidewatch.models.Source;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.slots.Change;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases beside a champion with an AUC of 0.80 and a Brier score of 0.15. */
class QualityGateTest {
  private static final String CASES = "ab".repeat(32);

  @TempDir private Path store;
  private OneInputStreamOperatorTestHarness<ControlRecord, ControlMessage> loader;
  private ModelRelease champion;
  private int statuses;

  @BeforeEach
  void serveTheChampion() throws Exception {
    loader = loader();
    loader.open();
    champion = release("1", CASES, 0.80, 0.15);
    assertThat(push(champion).getDetail()).isEqualTo("all gates passed");
  }

  @AfterEach
  void close() throws Exception {
    loader.close();
  }

  @Test
  void refusesWhatIsWorseAsChampionOrChallenger() throws Exception {
    ModelRelease worse = release("2", CASES, 0.79, 0.15);
    assertRefused(push(worse), "network.auc 0.7900, champion 0.8000");
    assertRefused(push(in(ModelRole.CHALLENGER, 0.1f, worse)), "network.auc 0.7900");
    assertRefused(push(release("3", CASES, 0.81, 0.17)), "network.brier 0.1700, champion 0.1500");
    assertThat(loader.extractOutputValues()).hasSize(1);
  }

  @Test
  void letsThroughWhatIsNoWorseAndAnyShadow() throws Exception {
    assertVerified(
        push(in(ModelRole.SHADOW, 0, release("2", CASES, 0.7, 0.2))), "all gates passed");
    assertVerified(push(release("3", CASES, 0.796, 0.154)), "all gates passed");
    assertVerified(push(champion), "all gates passed");
  }

  @Test
  void isOverriddenByAMessageThatSaysSo() throws Exception {
    ModelRelease worse = release("2", CASES, 0.79, 0.15);
    worse.setOverride(true);
    assertVerified(push(worse), "by override, though worse than the champion: network.auc 0.7900");
    // What serves now is what the next one is compared with.
    assertVerified(push(release("3", CASES, 0.79, 0.15)), "all gates passed");
  }

  @Test
  void comparesNothingThatWasMeasuredOnOtherCases() throws Exception {
    assertVerified(
        push(release("2", "cd".repeat(32), 0.7, 0.2)),
        "quality not compared with the champion's: it was measured on cdcdcdcdcdcd, the champion on"
            + " abababababab");
    assertVerified(
        push(release("3", Provenance.UNKNOWN, 0.7, 0.2)),
        "it is not known what it was measured on");
  }

  @Test
  void knowsTheChampionAfterARestart() throws Exception {
    OperatorSubtaskState checkpoint = loader.snapshot(1, 1);
    loader.close();
    statuses = 0;
    loader = loader();
    loader.initializeState(checkpoint);
    loader.open();
    assertRefused(push(release("2", CASES, 0.79, 0.15)), "network.auc 0.7900, champion 0.8000");
  }

  @Test
  void doesNotStandInTheWayBack() throws Exception {
    ModelSlots slots = ModelSlots.none("churn").with(champion);
    Change change = new Change(TestEvents.START, "ann", Optional.empty(), false);
    ModelRelease better =
        slots.place(ModelSlots.ref(release("2", CASES, 0.9, 0.1)), ModelRole.CHAMPION, 1f, change);
    assertVerified(push(better), "all gates passed");
    loader.getSideOutput(ControlLoader.RECORDS).clear();
    ModelRelease back = slots.with(better).rollback(change);
    send(back);
    assertThat(loader.getSideOutput(ControlLoader.RECORDS))
        .extracting(record -> ((ModelStatus) record.getValue()).getState())
        .containsExactly(ModelState.ROLLED_BACK, ModelState.VERIFIED);
  }

  private static OneInputStreamOperatorTestHarness<ControlRecord, ControlMessage> loader()
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ProcessOperator<>(
            new ControlLoader(
                new ReleaseTerms(
                    List.of(),
                    true,
                    1_000_000,
                    0.005,
                    MemorySize.ofMebiBytes(1),
                    List.of(),
                    Duration.ofSeconds(5),
                    Map.of()))));
  }

  private ModelStatus push(ModelRelease release) throws Exception {
    send(release);
    List<StreamRecord<org.apache.avro.specific.SpecificRecord>> records =
        List.copyOf(loader.getSideOutput(ControlLoader.RECORDS));
    assertThat(records).hasSize(++statuses);
    return (ModelStatus) records.get(statuses - 1).getValue();
  }

  private void send(ModelRelease release) throws Exception {
    loader.processElement(
        new StreamRecord<>(
            new ControlRecord.Changed(Topic.MODELS, Topic.MODELS.keyOf(release), release)));
  }

  private ModelRelease release(String version, String cases, double auc, double brier)
      throws IOException {
    byte[] zip =
        PlainReleases.churn(
            version,
            1,
            new Provenance("00".repeat(32), "by hand", 1, Source.DL4J, cases),
            Map.of("network.auc", auc, "network.brier", brier));
    Path file = Files.write(Files.createTempFile(store, "churn", ".zip"), zip);
    return ModelRelease.newBuilder()
        .setName("churn")
        .setVersion(version)
        .setArtifactUri(file.toUri().toString())
        .setSha256(ControlLoaderTest.sha256(zip))
        .setPushedAt(TestEvents.START)
        .setPushedBy("a test")
        .build();
  }

  private static ModelRelease in(ModelRole role, float share, ModelRelease release) {
    return ModelRelease.newBuilder(release).setRole(role).setShare(share).build();
  }

  private static void assertRefused(ModelStatus status, String because) {
    assertThat(status.getState()).isEqualTo(ModelState.REFUSED);
    assertThat(status.getGate()).isEqualTo("QUALITY");
    assertThat(status.getDetail()).contains(because).contains("push it with an override");
  }

  private static void assertVerified(ModelStatus status, String detail) {
    assertThat(status.getState()).isEqualTo(ModelState.VERIFIED);
    assertThat(status.getDetail()).contains(detail);
  }
}
