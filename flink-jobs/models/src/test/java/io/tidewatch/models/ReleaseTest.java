package io.tidewatch.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidewatch.models.Archive.Entry;
import io.tidewatch.models.signing.TrustedKeys;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseTest {
  private static final Manifest CHURN = TestReleases.churnManifest();
  private static final Manifest RECOMMENDER = TestReleases.recommenderManifest();
  private static final Admission ANYBODY = Admission.signedBy(TrustedKeys.of().orUnsigned());

  @Test
  void sameContentGivesTheSameBytes() {
    assertThat(TestReleases.zip(CHURN, 1)).isEqualTo(TestReleases.zip(CHURN, 1));
    assertThat(TestReleases.zip(CHURN, 1)).isNotEqualTo(TestReleases.zip(CHURN, 2));
  }

  @Test
  void isKnownByTheDigestOfItsZip() throws RefusedReleaseException {
    byte[] zip = TestReleases.zip(CHURN, 1);
    String sha = HexFormat.of().formatHex(Release.sha256(zip));
    Release release = Release.verify(zip, sha, ANYBODY);
    assertThat(release.sha256()).isEqualTo(sha);
    assertThat(release.modelId()).isEqualTo(Long.parseUnsignedLong(sha.substring(0, 16), 16));
    assertThat(release.ref().getSha256()).isEqualTo(sha);
    assertThat(release.ref().getName()).isEqualTo("churn");
    assertThat(release.ref().getVersion()).isEqualTo("7");
  }

  @Test
  void readsTheManifestBack() {
    assertThat(TestReleases.release(CHURN, 1).manifest()).isEqualTo(CHURN);
    assertThat(TestReleases.release(RECOMMENDER, 1).manifest()).isEqualTo(RECOMMENDER);
  }

  @Test
  void servingBytesKeepIdentityWeightsAndProbes() throws RefusedReleaseException {
    Release release = TestReleases.release(RECOMMENDER, 1);
    Release again = Release.ofServingBytes(release.servingBytes());
    assertThat(again.sha256()).isEqualTo(release.sha256());
    assertThat(again.manifest()).isEqualTo(release.manifest());
    assertThat(again.probes()).hasSameSizeAs(release.probes());
    assertThat(again.servingBytes()).isEqualTo(release.servingBytes());
    again
        .tensors()
        .byName()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.values()).containsExactly(release.tensors().values(name)));
  }

  @Test
  void servingBytesThatAreCutOrForeignAreRefused() {
    byte[] bytes = TestReleases.release(CHURN, 1).servingBytes();
    for (int length : new int[] {0, 3, 36, 40, 200, bytes.length - 1}) {
      assertRefusedServing(java.util.Arrays.copyOf(bytes, length));
    }
    assertRefusedServing(java.util.Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void digestGateRefusesAnotherZip() {
    byte[] zip = TestReleases.zip(CHURN, 1);
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> Release.verify(zip, "ab".repeat(32), ANYBODY))
        .withMessageContaining("announced was abab")
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.DIGEST));
  }

  @Test
  void digestComesBeforeAnythingIsParsed() {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> Release.verify("no zip".getBytes(UTF_8), "ab".repeat(32), ANYBODY))
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.DIGEST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "format" : 1            | "format" : 2                     | FORMAT | format 2 is not 1
          "version" : "7"         | "version" : "../7"               | FORMAT | version must be
          "version" : "7"         | "version" : 7                    | FORMAT | version must be a text
          "version" : "7"         | "version" : "7", "@class" : "a"  | FORMAT | unknown field '@class'
          "version" : "7"         | "version" : "7", "version" : "8" | FORMAT | Duplicate field
          "seed" : 42             | "seed" : 42, "x" : [[[[[[[[[1]]]]]]]]] | FORMAT | nesting depth
          "horizonDays" : 28      | "horizonDays" : 0                | FORMAT | from 1 to 365
          "horizonDays" : 28      | "horizonDays" : 28.5             | FORMAT | whole number
          "kind" : "LINEAR"       | "kind" : "CUBIC"                 | FORMAT | 'CUBIC' is unknown
          "kind" : "Lstm"         | "kind" : "Gru"                   | FORMAT | 'Gru' is unknown
          "activation" : "SOFTPLUS" | "activation" : "GELU"          | FORMAT | 'GELU' is unknown
          "offset" : 0            | "offset" : 1                     | FORMAT | must be 0
          "source" : "DL4J"       | "source" : "PICKLE"              | FORMAT | 'PICKLE' is unknown
          "auc" : 0.9             | "auc" : NaN                      | FORMAT | NaN
          "is_view"               | "is_glance"                      | CONTRACT | step inputs
          "outputs" : 24          | "outputs" : 25                   | SHAPES | inputs, but
          "inputs" : 13           | "inputs" : 14                    | FORMAT | cannot have
          "activation" : "SOFTPLUS" | "activation" : "SOFTMAX"       | SHAPES | must end with
          "name" : "purchase7"    | "name" : "purchase8"             | SHAPES | no output layer
          """)
  void manifestsWithOneChangeAreRefused(String from, String to, Gate gate, String because) {
    assertRefused(changedManifest(json -> replaceFirst(json, from, to)), gate, because);
  }

  @Test
  void manifestsOfEarlierBuildsCameFromDl4j() throws RefusedReleaseException {
    Map<Entry, byte[]> contents =
        changedManifest(json -> json.replaceFirst(",\\s*\"source\" : \"DL4J\"", ""));
    Release release = Release.read(Archive.write(contents));
    assertThat(release.manifest().provenance().source()).isEqualTo(Source.DL4J);
  }

  @Test
  void sizeGateRefusesMoreLayersThanARelease() {
    String layer =
        "{\"kind\":\"Sum\",\"name\":\"x\",\"from\":[\"lstm\"],\"inputs\":24,\"outputs\":24,"
            + "\"activation\":\"RELU\"},";
    String many = "\"layers\" : [ " + layer.repeat(40);
    assertRefused(
        changedManifest(json -> replaceFirst(json, "\"layers\" : [ ", many)),
        Gate.SIZE,
        "layers has 47 elements, limit 32");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "EmbeddingSequence","inputs":10,"outputs":20,"rows":5,"width":2 | recent | whole sequence
          "GlobalPooling","inputs":10,"outputs":2,"steps":5,"width":2,"pooling":"MAX" | recent | whole sequence
          "Convolution1D","inputs":10,"outputs":5,"steps":5,"width":2,"kernel":3,"stride":1,"padding":"SAME","filters":1 | recent | whole sequence
          "EngineDense","inputs":10,"outputs":5,"function":"SWISH" | recent | function SWISH has no kernel, and no engine on the class path serves it; put
          "EngineGraph","inputs":10,"outputs":5,"engine":"onnxruntime","bytes":9,"results":["y"] | recent | engine onnxruntime is not on the class path; put
          "Subset","inputs":10,"outputs":8,"first":3 | recent | takes 8 values from 3 on, but has 10
          "ElementWise","inputs":10,"outputs":10,"operation":"SUBTRACT" | recent | subtracts one of two
          "ElementWise","inputs":9,"outputs":9,"operation":"MAX" | recent | joins 'recent' of width 10 with width 9
          """)
  void shapesGateRefusesLayersThatDoNotFit(String fields, String from, String because) {
    String layer =
        "\"layers\" : [ {\"kind\":%s,\"name\":\"x\",\"from\":[\"%s\"],\"activation\":\"IDENTITY\"},"
            .formatted(fields, from);
    assertRefused(
        changedManifest(RECOMMENDER, json -> replaceFirst(json, "\"layers\" : [ ", layer)),
        Gate.SHAPES,
        because);
  }

  @Test
  void sizeGateRefusesManyWideLayers() {
    String layer =
        "{\"kind\":\"Dense\",\"name\":\"x%d\",\"from\":[\"recent\"],\"inputs\":10,\"outputs\":131072,"
            + "\"activation\":\"RELU\"},";
    var many = new StringBuilder("\"layers\" : [ ");
    for (int i = 0; i < 9; i++) {
      many.append(layer.formatted(i));
    }
    assertRefused(
        changedManifest(
            RECOMMENDER, json -> replaceFirst(json, "\"layers\" : [ ", many.toString())),
        Gate.SIZE,
        "layers up to 'x8' have");
  }

  @Test
  void sizeGateRefusesHugeTensorsBeforeAllocating() {
    assertRefused(
        changedManifest(
            json ->
                json.replaceFirst("\"shape\" : \\[ [0-9]+, 1 ]", "\"shape\" : [ 80000, 80000 ]")),
        Gate.SIZE,
        "limit 33554432");
  }

  @Test
  void contractGateRefusesOtherFeatures() {
    var task = (Task.Churn) CHURN.task();
    Task other =
        new Task.Churn("ab".repeat(32), task.stepNames(), task.horizonDays(), task.spend());
    assertRefused(
        contents(withTask(CHURN, other)), Gate.CONTRACT, "was trained on feature catalogue abab");
  }

  @Test
  void contractGateRefusesAVocabularyWithoutOther() {
    var names = new java.util.ArrayList<>(TestReleases.CATEGORIES);
    names.set(0, "ALL OTHERS");
    assertRefused(
        contents(withTask(RECOMMENDER, new Task.Recommend(names, 1f))),
        Gate.CONTRACT,
        "must begin with OTHER");
    names.set(0, "OTHER");
    names.set(3, "BEEF");
    assertRefused(
        contents(withTask(RECOMMENDER, new Task.Recommend(names, 1f))),
        Gate.CONTRACT,
        "names 'BEEF' twice");
  }

  @Test
  void shapesGateRefusesWeightsThatDoNotFillTheShapes() {
    Map<Entry, byte[]> contents = contents(CHURN);
    byte[] weights = contents.get(Entry.WEIGHTS);
    contents.put(Entry.WEIGHTS, java.util.Arrays.copyOf(weights, weights.length - 4));
    assertRefused(contents, Gate.SHAPES, "weights.f32 has " + (weights.length - 4));
  }

  @Test
  void shapesGateRefusesAnotherShapeOfTheSameSize() {
    assertRefused(
        changedManifest(
            json -> json.replaceFirst("\"shape\" : \\[ 13, 96 ]", "\"shape\" : [ 96, 13 ]")),
        Gate.SHAPES,
        "tensor 'lstm/W' must have shape [13, 96], not [96, 13]");
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity", "1e7"})
  void finiteGateRefusesBrokenWeights(float broken) {
    Map<Entry, byte[]> contents = contents(CHURN);
    little(contents.get(Entry.WEIGHTS)).putFloat(0, broken);
    assertRefused(contents, Gate.FINITE, "weights.f32 tensor 'churn/W'[0]=" + broken);
  }

  @Test
  void probesGateRefusesAChangedWeight() {
    Map<Entry, byte[]> contents = contents(CHURN);
    ByteBuffer weights = little(contents.get(Entry.WEIGHTS));
    weights.putFloat(0, weights.getFloat(0) + 0.01f);
    assertRefused(contents, Gate.PROBES, "probe 0 churn[0]: kernel gives");
  }

  @Test
  void probesGateRefusesAChangedState() {
    Map<Entry, byte[]> contents = contents(RECOMMENDER);
    ByteBuffer probes = little(contents.get(Entry.PROBES));
    int firstOfState = 4 * (Probe.MAX_STEPS + TestReleases.CATEGORIES.size());
    probes.putFloat(firstOfState, probes.getFloat(firstOfState) + 3e-5f);
    assertRefused(contents, Gate.PROBES, "probe 0 state[0]: kernel gives");
  }

  @Test
  void probesGateRefusesItemsOutsideTheVocabulary() {
    Map<Entry, byte[]> contents = contents(RECOMMENDER);
    little(contents.get(Entry.PROBES)).putFloat(8, TestReleases.CATEGORIES.size());
    assertRefused(contents, Gate.PROBES, "probe 0 step 2: 10.0 is no index");
  }

  @Test
  void probesGateWantsALongProbe() {
    var writer = new ReleaseWriter(CHURN).source(new byte[0]).card("");
    TestReleases.weights(CHURN, 1).forEach(writer::tensor);
    writer.probe(TestReleases.probes(CHURN, 1).get(2));
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(writer::write)
        .withMessageContaining("none of 1 probes has 1000 steps")
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.PROBES));
  }

  @Test
  void writerNamesWhatIsWrongOrMissing() {
    var writer = new ReleaseWriter(CHURN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.tensor("lstm/V", new float[1]))
        .withMessageContaining("'lstm/V' belongs to no layer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.tensor("lstm/b", new float[1]))
        .withMessageContaining("needs 96");
    assertThatIllegalStateException()
        .isThrownBy(writer::write)
        .withMessageContaining("lacks tensors [churn/W, ");
  }

  private static Map<Entry, byte[]> contents(Manifest manifest) {
    return TestReleases.writer(manifest, 1).contents();
  }

  private static Map<Entry, byte[]> changedManifest(UnaryOperator<String> change) {
    return changedManifest(CHURN, change);
  }

  private static Map<Entry, byte[]> changedManifest(
      Manifest manifest, UnaryOperator<String> change) {
    Map<Entry, byte[]> contents = contents(manifest);
    String json = new String(contents.get(Entry.MANIFEST), UTF_8);
    String changed = change.apply(json);
    assertThat(changed).isNotEqualTo(json);
    contents.put(Entry.MANIFEST, changed.getBytes(UTF_8));
    return contents;
  }

  private static String replaceFirst(String text, String from, String to) {
    int at = text.indexOf(from);
    assertThat(at).as("%s in %s", from, text).isNotNegative();
    return text.substring(0, at) + to + text.substring(at + from.length());
  }

  private static Manifest withTask(Manifest manifest, Task task) {
    return new Manifest(
        manifest.name(),
        manifest.version(),
        task,
        manifest.layers(),
        manifest.provenance(),
        manifest.metrics());
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void assertRefused(Map<Entry, byte[]> contents, Gate gate, String because) {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> Release.read(Archive.write(contents)))
        .withMessageContaining(because)
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(gate));
  }

  private static void assertRefusedServing(byte[] bytes) {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> Release.ofServingBytes(bytes))
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.FORMAT));
  }
}
