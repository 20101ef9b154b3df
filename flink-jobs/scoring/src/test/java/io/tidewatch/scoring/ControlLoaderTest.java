package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.ControlRecord;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLoaderTest {
  @TempDir private Path store;
  private OneInputStreamOperatorTestHarness<ControlRecord, ControlMessage> loader;

  @BeforeEach
  void open() throws Exception {
    loader =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new ControlLoader(MemorySize.ofMebiBytes(1))));
    loader.open();
  }

  @AfterEach
  void close() throws Exception {
    loader.close();
  }

  @Test
  void passesOnWhatServingNeedsOfAReleaseThatPassesAllGates() throws Exception {
    byte[] zip = TestModels.churnZip();
    push(release("churn", zip));

    assertThat(statuses()).extracting(ModelStatus::getState).containsExactly(ModelState.VERIFIED);
    ControlMessage message = loader.extractOutputValues().get(0);
    assertThat(message.key()).isEqualTo("churn");
    assertThat(Release.ofServingBytes(message.content()).sha256()).isEqualTo(sha256(zip));
  }

  @Test
  void refusesByTheNameOfTheGateAndGoesOn() throws Exception {
    byte[] zip = TestModels.churnZip();
    push(ModelRelease.newBuilder(release("churn", zip)).setSha256("00".repeat(32)).build());
    push(release("churn", new byte[] {1, 2, 3}));
    push(release("churn", new byte[2 << 20]));
    push(release("recommender", zip));
    push(ModelRelease.newBuilder(release("churn", zip)).setRole(ModelRole.SHADOW).build());
    push(ModelRelease.newBuilder(release("churn", zip)).setArtifactUri("file:///gone").build());
    push(ModelRelease.newBuilder(release("churn", zip)).setArtifactUri("no uri at all").build());
    push(ModelRelease.newBuilder(release("churn", zip)).setArtifactUri("nofs://x/y").build());

    assertThat(statuses()).allMatch(status -> status.getState() == ModelState.REFUSED);
    assertThat(statuses())
        .extracting(ModelStatus::getGate)
        .containsExactly("DIGEST", "FORMAT", "SIZE", "NAME", "ROLE", "FETCH", "FETCH", "FETCH");
    assertThat(statuses()).allMatch(status -> !status.getDetail().isEmpty());
    assertThat(loader.extractOutputValues()).isEmpty();

    push(release("churn", zip));
    assertThat(loader.extractOutputValues()).hasSize(1);
  }

  @Test
  void retiresAModelByRoleOrByRemoval() throws Exception {
    push(ModelRelease.newBuilder(release("churn", new byte[0])).setRole(ModelRole.RETIRED).build());
    loader.processElement(
        new StreamRecord<>(new ControlRecord.Removed(Topic.MODELS, "recommender")));
    assertThat(loader.extractOutputValues()).allMatch(ControlMessage::isRemoval);
    assertThat(loader.extractOutputValues())
        .extracting(ControlMessage::key)
        .containsExactly("churn", "recommender");
  }

  @Test
  void passesOnSoundOffersAndPoliciesAndRefusesTheOthersByField() throws Exception {
    Offer offer = TestEvents.offer("o", "coffee", 100);
    send(Topic.OFFERS, "o", offer);
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setValueMinor(-1).build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setCurrency("QQQ").build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setValidUntil(offer.getValidFrom()).build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setCategories(List.of()).build());
    Policy policy = TestEvents.policy();
    send(Topic.POLICIES, "default", policy);
    Policy wrong = Policy.newBuilder(policy).build();
    wrong.getAlerts().setClearBelow(0.9f);
    send(Topic.POLICIES, "default", wrong);
    wrong = Policy.newBuilder(policy).build();
    wrong.getAlerts().setDeskTimeZone("Mars/Olympus");
    send(Topic.POLICIES, "default", wrong);
    wrong = Policy.newBuilder(policy).build();
    wrong.getOffers().setCapCount(9);
    send(Topic.POLICIES, "default", wrong);

    assertThat(loader.extractOutputValues())
        .extracting(ControlMessage::topic)
        .containsExactly(Topic.OFFERS, Topic.POLICIES);
    assertThat(side(DeadLetter.class))
        .extracting(DeadLetter::getField)
        .containsExactly(
            "valueMinor",
            "currency",
            "validUntil",
            "categories",
            "alerts.clearBelow",
            "alerts.deskTimeZone",
            "offers.capCount");
    assertThat(side(DeadLetter.class).get(0).getReason()).isEqualTo(DeadLetterReason.BAD_NUMBER);
    assertThat(side(DeadLetter.class).get(0).getDetail())
        .isEqualTo("valueMinor=-1 must be at least 0; the version before, if any, stays in force");
  }

  private void push(ModelRelease release) throws Exception {
    send(Topic.MODELS, release.getName(), release);
  }

  private void send(Topic topic, String key, SpecificRecord record) throws Exception {
    loader.processElement(new StreamRecord<>(new ControlRecord.Changed(topic, key, record)));
  }

  private List<ModelStatus> statuses() {
    return side(ModelStatus.class);
  }

  private <T> List<T> side(Class<T> type) {
    var records = loader.getSideOutput(ControlLoader.RECORDS);
    return records == null
        ? List.of()
        : records.stream()
            .map(StreamRecord::getValue)
            .filter(type::isInstance)
            .map(type::cast)
            .toList();
  }

  private ModelRelease release(String name, byte[] zip) throws IOException {
    Path file = Files.write(Files.createTempFile(store, name, ".zip"), zip);
    return ModelRelease.newBuilder()
        .setName(name)
        .setVersion("1")
        .setArtifactUri(file.toUri().toString())
        .setSha256(sha256(zip))
        .setPushedAt(TestEvents.START)
        .setPushedBy("a test")
        .build();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
