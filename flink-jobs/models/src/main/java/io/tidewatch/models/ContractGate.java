package io.tidewatch.models;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.monitor.FeatureSample;
import io.tidewatch.models.monitor.Sample;
import java.util.HashSet;
import java.util.List;

/** Gate {@link Gate#CONTRACT}: training and serving mean the same by every input. */
final class ContractGate {
  private ContractGate() {}

  static void check(Manifest manifest) throws RefusedReleaseException {
    if (manifest.task() instanceof Task.Churn churn) {
      if (!churn.catalogueDigest().equals(FeatureCatalogue.digest())) {
        throw refused(
            "was trained on feature catalogue %s, this build computes %s; train it anew"
                .formatted(churn.catalogueDigest(), FeatureCatalogue.digest()));
      }
      checkReference(manifest);
      if (!churn.stepNames().equals(ChurnStep.names())) {
        throw refused(
            "was trained on step inputs %s, this build computes %s; train it anew"
                .formatted(churn.stepNames(), ChurnStep.names()));
      }
    } else if (manifest.task() instanceof Task.Recommend recommend) {
      checkVocabulary(recommend.vocabulary());
    } else if (manifest.task() instanceof Task.Text text) {
      checkVocabulary(text.vocabulary());
      checkOnce("labels", text.labels());
      if (text.labels().size() < 2) {
        throw refused("tells apart labels %s; it needs at least two".formatted(text.labels()));
      }
    }
  }

  private static void checkVocabulary(List<String> vocabulary) throws RefusedReleaseException {
    if (vocabulary.size() < 2 || !vocabulary.get(0).equals(Task.Recommend.OTHER)) {
      throw refused(
          "vocabulary must begin with %s and name another, but begins with %s"
              .formatted(
                  Task.Recommend.OTHER, vocabulary.subList(0, Math.min(2, vocabulary.size()))));
    }
    checkOnce("vocabulary", vocabulary);
  }

  private static void checkOnce(String what, List<String> names) throws RefusedReleaseException {
    var seen = new HashSet<String>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw refused(what + " names '" + name + "' twice; every name stands once");
      }
    }
  }

  /** Live vectors are counted by the reference's bins: it must speak of the same features. */
  private static void checkReference(Manifest manifest) throws RefusedReleaseException {
    List<String> names =
        FeatureCatalogue.features().stream().map(feature -> feature.featureName()).toList();
    if (manifest.reference().isPresent()) {
      for (Sample sample : manifest.reference().get().samples().values()) {
        List<String> found = sample.features().stream().map(FeatureSample::name).toList();
        if (!found.equals(names)) {
          throw refused(
              "has a reference of features %s, this build computes %s; train it anew"
                  .formatted(found, names));
        }
      }
    }
  }

  private static RefusedReleaseException refused(String what) {
    return new RefusedReleaseException(Gate.CONTRACT, "the model " + what);
  }
}
