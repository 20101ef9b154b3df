package io.tidewatch.training;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.Probe;
import io.tidewatch.models.Provenance;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.ReleaseWriter;
import io.tidewatch.models.Source;
import io.tidewatch.models.SpendTransform;
import io.tidewatch.models.Task;
import io.tidewatch.training.export.Dl4jExport;
import io.tidewatch.training.export.Dl4jExporter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Puts a fitted churn network into a release: layers, weights, and probes computed by DL4J. */
final class ChurnRelease {
  private static final int SHORT_PROBES = 24;

  private ChurnRelease() {}

  static byte[] write(
      ChurnFit fit,
      ChurnParts parts,
      TrainingSet set,
      TrainingOptions options,
      SortedMap<String, Double> metrics,
      String card) {
    String digest = set.digest();
    Dl4jExport export = export(fit);
    Manifest manifest =
        new Manifest(
            "churn",
            "1-" + digest.substring(0, 12) + "-" + options.seed(),
            new Task.Churn(
                FeatureCatalogue.digest(),
                ChurnStep.names(),
                options.horizonDays(),
                new SpendTransform(SpendTransform.Kind.LINEAR, (float) fit.spendScale())),
            export.layers(),
            new Provenance(
                digest, Dl4j.TRAINER, options.seed(), Source.DL4J, set.evaluationDigest()),
            metrics,
            Optional.of(ChurnReference.of(fit, parts, options.steps())));
    ReleaseWriter writer = new ReleaseWriter(manifest);
    export.tensors().forEach(writer::tensor);
    writer.tensor(Task.Churn.REFERENCE, fit.meanHidden(parts.train()));
    probes(fit, parts).forEach(writer::probe);
    try {
      return writer.source(Dl4j.zip(fit.network())).card(card).write();
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("the trained churn network is no valid release: " + e, e);
    }
  }

  private static Dl4jExport export(ChurnFit fit) {
    Standardisation steps = fit.scaling().steps();
    Standardisation features = fit.scaling().features();
    return Dl4jExporter.of(fit.network())
        .input(
            "steps",
            new LayerSpec.Standardise(
                "stepScale", LayerSpec.STEPS, ChurnStep.WIDTH, Standardisation.CLIP),
            steps.mean(),
            steps.scale())
        .input(
            "features",
            new LayerSpec.Standardise(
                "featureScale", LayerSpec.FEATURES, features.width(), Standardisation.CLIP),
            features.mean(),
            features.scale())
        .export();
  }

  /** Snapshots spread over the training part, and one sequence of 1,000 real steps. */
  private static List<Probe> probes(ChurnFit fit, ChurnParts parts) {
    List<ChurnExample> from = parts.train();
    List<Probe> probes = new ArrayList<>();
    int count = Math.min(SHORT_PROBES, from.size());
    for (int i = 0; i < count; i++) {
      ChurnExample example = from.get((int) ((long) i * from.size() / count));
      int length = Math.max(1, example.length(16));
      if (example.snapshot().steps() > 0) {
        float[] steps =
            Arrays.copyOfRange(
                example.customer().stepInputs(),
                example.offset(16, 0),
                example.offset(16, 0) + length * ChurnStep.WIDTH);
        probes.add(probe(fit, steps, example.snapshot().features()));
      }
    }
    float[] many = new float[Probe.MAX_STEPS * ChurnStep.WIDTH];
    int filled = 0;
    for (int i = 0; filled < many.length; i = (i + 1) % from.size()) {
      float[] steps = from.get(i).customer().stepInputs();
      int take = Math.min(steps.length, many.length - filled);
      System.arraycopy(steps, 0, many, filled, take);
      filled += take;
    }
    probes.add(probe(fit, many, from.get(0).snapshot().features()));
    return probes;
  }

  private static Probe probe(ChurnFit fit, float[] steps, float[] features) {
    int width = ChurnStep.WIDTH;
    int time = steps.length / width;
    float[] scaled = new float[width];
    INDArray sequence = Nd4j.create(1, width, time);
    for (int t = 0; t < time; t++) {
      fit.scaling().steps().apply(steps, t * width, scaled, 0);
      for (int j = 0; j < width; j++) {
        sequence.putScalar(new int[] {0, j, t}, scaled[j]);
      }
    }
    INDArray known =
        Nd4j.create(fit.scaling().features().apply(features), new long[] {1, features.length}, 'c');
    fit.network().rnnClearPreviousState();
    INDArray[] out = fit.network().rnnTimeStep(sequence, known);
    float[] state = Dl4j.state(fit.network(), "lstm");
    fit.network().rnnClearPreviousState();
    float[] outputs = new float[out.length];
    for (int k = 0; k < out.length; k++) {
      outputs[k] = out[k].getFloat(0);
    }
    return new Probe(steps, features, state, outputs);
  }
}
