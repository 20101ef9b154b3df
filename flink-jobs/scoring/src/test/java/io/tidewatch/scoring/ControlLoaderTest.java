package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidewatch.connectors.kafka.ControlRecord;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.schemas.ChannelCap;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.FrequencyCap;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.slots.Change;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLoaderTest {
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir private Path store;
  private final List<String> said = new ArrayList<>();
  private OneInputStreamOperatorTestHarness<ControlRecord, ControlMessage> loader;

  @BeforeEach
  void open() throws Exception {
    loader = loader();
    loader.open();
  }

  private static OneInputStreamOperatorTestHarness<ControlRecord, ControlMessage> loader()
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ProcessOperator<>(new ControlLoader(terms())));
  }

  @AfterEach
  void close() throws Exception {
    loader.close();
  }

  private static ReleaseTerms terms() {
    return new ReleaseTerms(
        List.of(KEY.verifyingKey().base64()),
        false,
        1_000_000,
        0.005,
        MemorySize.ofMebiBytes(1),
        List.of(),
        Duration.ofSeconds(5),
        Map.of());
  }

  private static byte[] signed(byte[] zip) throws RefusedReleaseException {
    return ReleaseSignature.sign(zip, KEY);
  }

  @Test
  void passesOnWhatServingNeedsOfAReleaseThatPassesAllGates() throws Exception {
    byte[] zip = signed(TestModels.churnZip());
    push(release("churn", zip));

    assertThat(statuses()).extracting(ModelStatus::getState).containsExactly(ModelState.VERIFIED);
    ControlMessage message = loader.extractOutputValues().get(0);
    assertThat(message.key()).isEqualTo("churn");
    SlotContent content = SlotContent.of(message.content());
    assertThat(Release.ofServingBytes(content.servingBytes()).sha256()).isEqualTo(sha256(zip));
    assertThat(content.by()).isEqualTo("a test");
  }

  @Test
  void refusesByTheNameOfTheGateAndGoesOn() throws Exception {
    byte[] zip = signed(TestModels.churnZip());
    push(ModelRelease.newBuilder(release("churn", zip)).setSha256("00".repeat(32)).build());
    push(release("churn", new byte[] {1, 2, 3}));
    push(release("churn", TestModels.churnZip()));
    push(release("churn", new byte[2 << 20]));
    push(release("recommender", zip));
    push(ModelRelease.newBuilder(release("churn", zip)).setRole(ModelRole.UNKNOWN).build());
    push(ModelRelease.newBuilder(release("churn", zip)).setArtifactUri("file:///gone").build());
    push(ModelRelease.newBuilder(release("churn", zip)).setArtifactUri("no uri at all").build());
    push(ModelRelease.newBuilder(release("churn", zip)).setArtifactUri("nofs://x/y").build());

    assertThat(statuses()).allMatch(status -> status.getState() == ModelState.REFUSED);
    assertThat(statuses())
        .extracting(ModelStatus::getGate)
        .containsExactly(
            "DIGEST", "SIGNATURE", "SIGNATURE", "SIZE", "NAME", "ROLE", "FETCH", "FETCH", "FETCH");
    assertThat(statuses()).allMatch(status -> !status.getDetail().isEmpty());
    assertThat(loader.extractOutputValues()).isEmpty();

    push(release("churn", zip));
    assertThat(loader.extractOutputValues()).hasSize(1);
  }

  @Test
  void servesNothingWithoutTrustedKeysAndSaysWhatToDo() throws Exception {
    loader.close();
    ReleaseTerms nobody =
        new ReleaseTerms(
            List.of(),
            false,
            1_000_000,
            0.005,
            MemorySize.ofMebiBytes(1),
            List.of(),
            Duration.ofSeconds(5),
            Map.of());
    loader =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ControlLoader(nobody)));
    loader.open();
    push(release("churn", signed(TestModels.churnZip())));
    assertThat(statuses()).extracting(ModelStatus::getGate).containsExactly("SIGNATURE");
    assertThat(statuses().get(0).getDetail())
        .contains("nobody's signature is trusted here", "models.trusted-keys", "model keys");
    assertThat(loader.extractOutputValues()).isEmpty();
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
  void passesOnChallengerAndShadowUnderTheKeysOfTheirSlots() throws Exception {
    byte[] zip = signed(TestModels.churnZip());
    push(in(ModelRole.CHALLENGER, 0.1f, release("churn", zip)));
    push(in(ModelRole.SHADOW, 0f, release("churn", zip)));

    assertThat(loader.extractOutputValues())
        .extracting(ControlMessage::key)
        .containsExactly("churn/challenger", "churn/shadow");
    assertThat(SlotContent.of(loader.extractOutputValues().get(0).content()).share())
        .isEqualTo(0.1f);
    assertThat(statuses())
        .extracting(ModelStatus::getRole, ModelStatus::getShare, ModelStatus::getBy)
        .containsExactly(
            tuple(ModelRole.CHALLENGER, 0.1f, "a test"), tuple(ModelRole.SHADOW, 0f, "a test"));
  }

  @Test
  void refusesAChallengerWithoutAShareOfCustomers() throws Exception {
    byte[] zip = signed(TestModels.churnZip());
    for (float share : new float[] {0f, -0.1f, 1.5f, Float.NaN}) {
      push(in(ModelRole.CHALLENGER, share, release("churn", zip)));
    }
    assertThat(statuses()).extracting(ModelStatus::getGate).containsOnly("SHARE");
    assertThat(loader.extractOutputValues()).isEmpty();
  }

  @Test
  void saysThatAChampionWasRolledBackAndServesItAgainOnlyWithAnOverride() throws Exception {
    ModelRelease good =
        release("churn", signed(TestModels.churnZip("1", FeatureCatalogue.digest())));
    ModelRelease bad =
        release("churn", signed(TestModels.churnZip("2", FeatureCatalogue.digest())));
    bad.setVersion("2");
    ModelSlots slots = ModelSlots.none("churn").with(good);
    bad = slots.place(ModelSlots.ref(bad), ModelRole.CHAMPION, 1f, change(false));
    slots = slots.with(bad);
    ModelRelease back = slots.rollback(change(false));
    slots = slots.with(back);
    for (ModelRelease message : List.of(good, bad, back)) {
      push(message);
    }
    // Whoever does not know of the ban is refused all the same, also after a restart.
    restart();
    push(ModelRelease.newBuilder(bad).setBanned(List.of()).build());
    push(in(ModelRole.CHALLENGER, 0.1f, bad));
    push(in(ModelRole.SHADOW, 0f, bad));
    push(slots.place(ModelSlots.ref(bad), ModelRole.CHAMPION, 1f, change(true)));

    assertThat(said)
        .containsExactly(
            "CHAMPION 1 VERIFIED null",
            "CHAMPION 2 VERIFIED null",
            "CHAMPION 2 ROLLED_BACK null",
            "CHAMPION 1 VERIFIED null");
    assertThat(statuses().stream().map(ControlLoaderTest::line))
        .containsExactly(
            "CHAMPION 2 REFUSED BANNED",
            "CHALLENGER 2 REFUSED BANNED",
            "SHADOW 2 VERIFIED null",
            "CHAMPION 2 VERIFIED null");
  }

  @Test
  void servesReleasesUnderTheNamesOfTheirTasksAlone() throws Exception {
    byte[] zip = signed(TestModels.churnZip());
    push(release("recommender", zip));
    push(release("loyalty", zip));
    assertThat(statuses()).extracting(ModelStatus::getGate).containsOnly("NAME");
  }

  private static Change change(boolean override) {
    return new Change(TestEvents.START, "ann", Optional.of("to see"), override);
  }

  private static ModelRelease in(ModelRole role, float share, ModelRelease release) {
    return ModelRelease.newBuilder(release).setRole(role).setShare(share).build();
  }

  private static String line(ModelStatus status) {
    return String.join(
        " ",
        status.getRole().name(),
        status.getVersion(),
        status.getState().name(),
        status.getGate());
  }

  /** Goes on from a checkpoint in another process; what was said before is kept in a list. */
  private void restart() throws Exception {
    statuses().stream().map(ControlLoaderTest::line).forEach(said::add);
    OperatorSubtaskState checkpoint = loader.snapshot(1, 1);
    loader.close();
    loader = loader();
    loader.initializeState(checkpoint);
    loader.open();
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
    wrong.getAlerts().setLanguage("fr");
    send(Topic.POLICIES, "default", wrong);
    wrong = Policy.newBuilder(policy).build();
    wrong.getOffers().setCapCount(17);
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
            "alerts.language",
            "offers.capCount");
    assertThat(side(DeadLetter.class).get(0).getReason()).isEqualTo(DeadLetterReason.BAD_NUMBER);
    assertThat(side(DeadLetter.class).get(0).getDetail())
        .isEqualTo("valueMinor=-1 must be at least 0; the version before, if any, stays in force");
  }

  @Test
  void refusesAWrongConditionByNameAndKeepsTheVersionBefore() throws Exception {
    Offer offer = TestEvents.offer("o", "coffee", 100);
    send(
        Topic.OFFERS,
        "o",
        Offer.newBuilder(offer).setEligibility("score.churn > 0.5 && now.hour < 12").build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setEligibility("score.chrun > 0.5").build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setEligibility("customer.purchases").build());

    assertThat(loader.extractOutputValues())
        .hasSize(1)
        .allSatisfy(
            message ->
                assertThat(Offer.fromByteBuffer(ByteBuffer.wrap(message.content())))
                    .returns("score.churn > 0.5 && now.hour < 12", Offer::getEligibility));
    assertThat(side(DeadLetter.class))
        .hasSize(2)
        .allMatch(letter -> letter.getReason() == DeadLetterReason.BAD_EXPRESSION)
        .allMatch(letter -> letter.getField().equals("eligibility"))
        .extracting(DeadLetter::getDetail)
        .containsExactly(
            "eligibility: line 1, column 1: undeclared reference to 'score'; facts are listed in"
                + " docs/how-to/offers.md; the version before, if any, stays in force",
            "eligibility: line 1, column 9: expected type 'bool' but found 'int'; facts are listed"
                + " in docs/how-to/offers.md; the version before, if any, stays in force");
  }

  @Test
  void checksTheContactPolicyAndLimitsOfOffers() throws Exception {
    Offer offer = TestEvents.offer("o", "coffee", 100);
    List<String> many = Collections.nCopies(9, "x");
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setOtherChannels(many).build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setPrerequisites(many).build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setExclusionHours(-1).build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setInventory(-1L).build());
    send(Topic.OFFERS, "o", Offer.newBuilder(offer).setBudgetMinor(100L).build());
    Policy policy = TestEvents.policy();
    Policy wrong = Policy.newBuilder(policy).build();
    wrong.getOffers().setChannelCaps(List.of(new ChannelCap("sms", 17, 24)));
    send(Topic.POLICIES, "default", wrong);
    wrong = Policy.newBuilder(policy).build();
    wrong.getOffers().setCampaignCap(new FrequencyCap(1, -24));
    send(Topic.POLICIES, "default", wrong);
    wrong = Policy.newBuilder(policy).build();
    wrong.getOffers().setOpenTicketDays(-1);
    send(Topic.POLICIES, "default", wrong);
    wrong = TicketOperatorTest.policy("1", 0);
    send(Topic.POLICIES, "default", wrong);

    assertThat(loader.extractOutputValues()).isEmpty();
    assertThat(side(DeadLetter.class))
        .extracting(DeadLetter::getField)
        .containsExactly(
            "otherChannels",
            "prerequisites",
            "exclusionHours",
            "inventory",
            "costMinor",
            "offers.channelCaps.count",
            "offers.campaignCap.hours",
            "offers.openTicketDays",
            "tickets");
    assertThat(side(DeadLetter.class).get(8).getDetail())
        .startsWith("tickets: serviceLevels[0].firstResponseMinutes=0 must be from 1 to");
  }

  private void push(ModelRelease release) throws Exception {
    send(Topic.MODELS, Topic.MODELS.keyOf(release), release);
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
