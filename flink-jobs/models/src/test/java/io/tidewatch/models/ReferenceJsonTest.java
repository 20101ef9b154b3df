package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.monitor.FeatureSample;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.Sample;
import io.tidewatch.models.monitor.ScoreHistogram;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReferenceJsonTest {
  private static final Reference REFERENCE =
      new Reference(
          0.8125,
          0.03,
          Map.of(
              Occasion.REGULAR, sample(FeatureCatalogue.features().get(0).featureName()),
              Occasion.EVENT, sample("other")));

  private static Sample sample(String feature) {
    return new Sample(
        Collections.nCopies(ScoreHistogram.BINS, 7L),
        List.of(
            new FeatureSample(
                feature, -0.1f, List.of(-2.5f, 0.1f, 1e7f), List.of(4L, 0L, 1L, 2L, 3L))));
  }

  @Test
  void isReadBackAsWritten() throws RefusedReleaseException {
    assertThat(read(json())).isEqualTo(REFERENCE);
  }

  @Test
  void isPartOfTheManifestAndOldManifestsHaveNone() throws RefusedReleaseException {
    Manifest old = TestReleases.churnManifest();
    assertThat(old.reference()).isEmpty();
    Sample sample =
        new Sample(
            Collections.nCopies(ScoreHistogram.BINS, 1L),
            FeatureCatalogue.features().stream()
                .map(f -> new FeatureSample(f.featureName(), 0, List.of(), List.of(1L, 2L)))
                .toList());
    Manifest manifest = with(old, new Reference(0.8, 0.1, Map.of(Occasion.EVENT, sample)));
    Release release = Release.read(TestReleases.zip(manifest, 1));
    assertThat(release.manifest()).isEqualTo(manifest);
    assertThat(Release.ofServingBytes(release.servingBytes()).manifest()).isEqualTo(manifest);
  }

  @Test
  void aReferenceOfOtherFeaturesBreaksTheContract() {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(
            () -> TestReleases.writer(with(TestReleases.churnManifest(), REFERENCE), 1).write())
        .withMessageContaining("reference of features")
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.CONTRACT));
  }

  private static Manifest with(Manifest manifest, Reference reference) {
    return new Manifest(
        manifest.name(),
        manifest.version(),
        manifest.task(),
        manifest.layers(),
        manifest.provenance(),
        manifest.metrics(),
        Optional.of(reference));
  }

  @Test
  void whatIsOutOfBoundsIsRefusedByName() {
    refuses(json -> json.put("auc", 1.1), "auc=1.1 must be from 0.0 to 1.0");
    refuses(json -> json.remove("calibrationError"), "calibrationError must be a number");
    refuses(json -> json.put("colour", 1), "unknown field 'colour'");
    refuses(json -> samples(json).add(samples(json).get(0)), "has 3 elements, limit 2");
    refuses(json -> samples(json).set(1, samples(json).get(0)), "two samples of occasion");
    refuses(json -> first(json).put("occasion", "NEVER"), "occasion 'NEVER' is unknown");
    refuses(json -> scores(json).remove(0), "99 scores must be 100");
    refuses(json -> scores(json).add(1), "has 101 elements, limit 100");
    refuses(json -> scores(json).set(0, -1), "scores[0]=-1 must be from 0");
    refuses(json -> feature(json).withArray("/edges").set(1, -3), "edges[1] must be above");
    refuses(json -> feature(json).withArray("/edges").set(1, 1e60), "edges[1]=1.0E60 must be");
    refuses(json -> feature(json).withArray("/counts").remove(0), "4 counts must be 5");
    refuses(json -> feature(json).put("absent", "no"), "absent must be a number");
  }

  private static void refuses(Consumer<ObjectNode> change, String because) {
    ObjectNode json = json();
    change.accept(json);
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> read(json))
        .withMessageContaining(because);
  }

  private static ArrayNode samples(ObjectNode json) {
    return json.withArray("/samples");
  }

  private static ObjectNode first(ObjectNode json) {
    return (ObjectNode) samples(json).get(0);
  }

  private static ArrayNode scores(ObjectNode json) {
    return first(json).withArray("/scores");
  }

  private static ObjectNode feature(ObjectNode json) {
    return (ObjectNode) first(json).withArray("/features").get(0);
  }

  private static ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ReferenceJson.write(REFERENCE, json);
    return json;
  }

  private static Reference read(ObjectNode json) throws RefusedReleaseException {
    return ReferenceJson.read(new ManifestField("reference", json));
  }
}
