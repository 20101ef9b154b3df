package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.ControlRecord;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Releases crafted to fail one gate each, and zips made to do harm, pushed into loader and customer
 * operator: each is refused by the name of its gate, and the champion goes on serving.
 */
class ReleaseGatesTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final byte[] CHAMPION = signed(TestModels.churnZip());
  private static final long BUDGET = 5_000;
  private static final AtomicBoolean INSTANTIATED = new AtomicBoolean();

  @TempDir private Path store;
  private OneInputStreamOperatorTestHarness<ControlRecord, ControlMessage> loader;
  private CustomerHarness customers;
  private int forwarded;
  private int reported;

  @BeforeEach
  void serveTheChampion() throws Exception {
    loader =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new ControlLoader(
                    new ReleaseTerms(
                        List.of(KEY.verifyingKey().base64()),
                        false,
                        BUDGET,
                        0,
                        MemorySize.ofMebiBytes(4),
                        List.of(),
                        Duration.ofSeconds(5),
                        Map.of()))));
    loader.open();
    customers = CustomerHarness.open(Ordering.ARRIVAL);
    assertThat(push("churn", CHAMPION).getState()).isEqualTo(ModelState.VERIFIED);
    assertServes(sha256(CHAMPION));
  }

  @AfterEach
  void close() throws Exception {
    loader.close();
    customers.close();
  }

  static Stream<Arguments> eachGate() {
    byte[] shifted = CHAMPION.clone();
    shifted[200] ^= 1;
    return Stream.of(
        refused("unsigned", forge().unsigned(), "SIGNATURE", "unsigned, cut short or no release"),
        refused(
            "signed by a stranger",
            new ReleaseForge(CHAMPION, SigningKey.generate()).signed(),
            "SIGNATURE",
            "unknown key"),
        refused("changed afterwards", shifted, "SIGNATURE", "does not fit"),
        refused(
            "of another format",
            forge().manifest("\"format\" : 1", "\"format\" : 9").signed(),
            "FORMAT",
            "format 9 is not 1"),
        refused(
            "with a card too long",
            forge().entry("model-card.md", card -> new byte[(1 << 20) + 1]).signed(),
            "SIZE",
            "'model-card.md' has 1048577 bytes, limit 1048576"),
        refused(
            "of other features",
            forge().manifest(FeatureCatalogue.digest(), "ab".repeat(32)).signed(),
            "CONTRACT",
            "feature catalogue abab"),
        refused(
            "of another shape",
            forge().manifest("\"shape\" : [ 13, 16 ]", "\"shape\" : [ 16, 13 ]").signed(),
            "SHAPES",
            "'lstm/W' must have shape [13, 16]"),
        refused(
            "too dear",
            signed(PlainReleases.churn(400)),
            "COST",
            "multiply-adds per event (154 for"),
        refused(
            "with a weight that is no number",
            forge().number("weights.f32", 3, Float.NaN).signed(),
            "FINITE",
            "must be finite"),
        refused(
            "that is not the network of its probes",
            forge().number("weights.f32", 3, 0.7f).signed(),
            "PROBES",
            "further apart than"));
  }

  @ParameterizedTest
  @MethodSource("eachGate")
  void refusesByTheGateThatItFails(byte[] zip, String gate, String because) throws Exception {
    assertRefused(push("churn", zip), gate, because);
    assertServes(sha256(CHAMPION));
  }

  @Test
  void refusesAnotherDigestThanTheOneAnnounced() throws Exception {
    byte[] zip = signed(TestModels.churnZip("2", FeatureCatalogue.digest()));
    ModelRelease message =
        ModelRelease.newBuilder(message("churn", zip)).setSha256("00".repeat(32)).build();
    assertRefused(push(message), "DIGEST", "announced was 0000");
    assertServes(sha256(CHAMPION));
    assertThat(push("churn", zip).getState()).isEqualTo(ModelState.VERIFIED);
    assertServes(sha256(zip));
  }

  @Test
  void refusesANetworkThatNeverGivesTheSameBitsTwice() throws Exception {
    byte[] jittery =
        new ReleaseForge(PlainReleases.steady(), KEY)
            .manifest("\"function\" : \"STEADY\"", "\"function\" : \"JITTER\"")
            .signed();
    assertRefused(push("recommender", jittery), "KERNELS", "does not compute the same whatever");
    assertThat(push("recommender", signed(PlainReleases.steady())).getState())
        .isEqualTo(ModelState.VERIFIED);
    assertServes(sha256(CHAMPION));
  }

  static Stream<Arguments> hostile() throws IOException {
    String serialized = "serialized object";
    return Stream.of(
        refused(
            "slip", forge().rename("weights.f32", "../../x.f32").signed(), "FORMAT", "'../../x"),
        refused("absolute", forge().rename("source", "/etc/x").signed(), "FORMAT", "'/etc/x'"),
        refused("bomb", forge().signed(bomb()), "FORMAT", "has method 8"),
        refused("bomb without signature", bomb(), "SIGNATURE", "do not end with a signature"),
        refused(
            "class in JSON",
            forge()
                .manifest(
                    "\"version\"", "\"@class\" : \"" + Planted.class.getName() + "\",\"version\"")
                .signed(),
            "FORMAT",
            "unknown field '@class'"),
        refused(
            "class in a layer",
            forge()
                .manifest("\"kind\" : \"Lstm\"", "\"kind\" : \"" + Planted.class.getName() + "\"")
                .signed(),
            "FORMAT",
            "kind '" + Planted.class.getName() + "' is unknown"),
        refused(serialized, forge().signed(planted()), "FORMAT", "no entry where manifest.json"),
        refused(
            serialized + " for a manifest",
            forge().entry("manifest.json", bytes -> planted()).signed(),
            "FORMAT",
            "not the JSON of a release"),
        refused(
            serialized + " for weights",
            forge().entry("weights.f32", bytes -> planted()).signed(),
            "SHAPES",
            "weights.f32 has"),
        refused(
            "keys twice",
            forge().manifest("\"version\"", "\"version\" : \"0\", \"version\"").signed(),
            "FORMAT",
            "Duplicate field"),
        refused(
            "deep JSON",
            forge()
                .manifest(
                    "\"version\"",
                    "\"x\" : " + "[".repeat(9_000) + "]".repeat(9_000) + ", \"version\"")
                .signed(),
            "FORMAT",
            "nesting depth"),
        refused(
            "huge counts",
            forge().manifest("\"shape\" : [ 13, 16 ]", "\"shape\" : [ 80000, 80000 ]").signed(),
            "SIZE",
            "limit 33554432"),
        refused(
            "huge number",
            forge()
                .manifest("\"horizonDays\" : 28", "\"horizonDays\" : " + "9".repeat(10_000))
                .signed(),
            "FORMAT",
            "not the JSON of a release"),
        refused(
            "one entry more",
            forge().entry("planted.bin", bytes -> planted()).signed(),
            "SIGNATURE",
            "do not end with a signature"),
        refused(
            "larger than is read", new byte[(4 << 20) + 1], "SIZE", "at most 4194304 are read"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void refusesWhatIsMadeToDoHarm(byte[] zip, String gate, String because) throws Exception {
    assertRefused(push("churn", zip), gate, because);
    assertThat(INSTANTIATED).as("something of the zip was instantiated").isFalse();
    assertServes(sha256(CHAMPION));
  }

  /** Says so when it is made, by whomever. */
  static final class Planted implements Serializable {
    private static final long serialVersionUID = 1L;

    Planted(boolean byThisTest) {
      INSTANTIATED.set(!byThisTest);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
      INSTANTIATED.set(true);
      throw new InvalidObjectException("planted");
    }
  }

  private static byte[] planted() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Planted(true));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] bomb() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("manifest.json"));
      zip.write(new byte[50 << 20]);
    }
    return bytes.toByteArray();
  }

  private static Arguments refused(String what, byte[] zip, String gate, String because) {
    return Arguments.of(Named.of(what, zip), gate, because);
  }

  private static ReleaseForge forge() {
    return new ReleaseForge(CHAMPION, KEY);
  }

  private static byte[] signed(byte[] zip) {
    try {
      return ReleaseSignature.sign(zip, KEY);
    } catch (RefusedReleaseException e) {
      throw new AssertionError(e);
    }
  }

  private ModelStatus push(String name, byte[] zip) throws Exception {
    return push(message(name, zip));
  }

  private ModelRelease message(String name, byte[] zip) throws IOException {
    Path file = Files.write(Files.createTempFile(store, name, ".zip"), zip);
    return ModelRelease.newBuilder()
        .setName(name)
        .setVersion("1")
        .setRole(ModelRole.CHAMPION)
        .setArtifactUri(file.toUri().toString())
        .setSha256(sha256(zip))
        .setPushedAt(TestEvents.START)
        .setPushedBy("a test")
        .build();
  }

  /** Pushes, and hands on to the customers what the loader lets through. */
  private ModelStatus push(ModelRelease release) throws Exception {
    loader.processElement(
        new StreamRecord<>(new ControlRecord.Changed(Topic.MODELS, release.getName(), release)));
    List<ControlMessage> passed = loader.extractOutputValues();
    for (; forwarded < passed.size(); forwarded++) {
      customers.control(passed.get(forwarded));
    }
    List<ModelStatus> statuses =
        loader.getSideOutput(ControlLoader.RECORDS).stream()
            .map(StreamRecord::getValue)
            .map(ModelStatus.class::cast)
            .toList();
    assertThat(statuses).hasSize(reported + 1);
    return statuses.get(reported++);
  }

  private static void assertRefused(ModelStatus status, String gate, String because) {
    assertThat(status.getState()).isEqualTo(ModelState.REFUSED);
    assertThat(status.getGate()).isEqualTo(gate);
    assertThat(status.getDetail()).contains(because);
  }

  /** Scores a new customer and looks which model did. */
  private void assertServes(String sha256) throws Exception {
    String customer = "customer-" + forwarded + "-" + reported;
    customers.event(TestEvents.purchase(customer, customer, TestEvents.START, "tea"));
    List<CustomerScore> scores = customers.records(CustomerScore.class);
    assertThat(scores).isNotEmpty();
    CustomerScore last = scores.get(scores.size() - 1);
    assertThat(last.getCustomerId()).isEqualTo(customer);
    assertThat(last.getModel().getSha256()).isEqualTo(sha256);
  }

  private static String sha256(byte[] bytes) {
    return ControlLoaderTest.sha256(bytes);
  }
}
