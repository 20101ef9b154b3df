package io.tidewatch.training.imports;

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
import java.util.List;

/** Puts an imported churn network into a release; all gates but the signature's are passed. */
public final class ImportedRelease {
  private static final int MAX_TRAINER = 150;

  private ImportedRelease() {}

  /**
   * Returns the release zip.
   *
   * @param trainer what made the file, as far as it says so
   * @param file the model file
   * @param probes probes with states and outputs
   * @throws RefusedReleaseException naming the gate, such as PROBES if the kernels do not give what
   *     the exporting side gave
   */
  public static byte[] write(
      ImportedNetwork network,
      ImportOptions options,
      Source source,
      String trainer,
      byte[] file,
      List<ImportedProbe> probes)
      throws RefusedReleaseException {
    String shown = RefusedImportException.printable(trainer);
    var manifest =
        new Manifest(
            options.name(),
            options.version(),
            new Task.Churn(
                FeatureCatalogue.digest(),
                ChurnStep.names(),
                options.horizonDays(),
                new SpendTransform(SpendTransform.Kind.LINEAR, 1f),
                network.outputs()),
            network.layers(),
            new Provenance(
                Provenance.UNKNOWN,
                "imported from " + shown.substring(0, Math.min(MAX_TRAINER, shown.length())),
                0,
                source),
            options.metrics());
    var writer = new ReleaseWriter(manifest);
    network.tensors().forEach(writer::tensor);
    if (writer.needs(Task.Churn.REFERENCE)) {
      writer.tensor(Task.Churn.REFERENCE, mean(probes, ImportedProbe::state, network.units()));
    }
    if (writer.needs(Task.Churn.REFERENCE_FEATURES)) {
      writer.tensor(Task.Churn.REFERENCE_FEATURES, typical(network, probes));
    }
    boolean readsFeatures =
        network.layers().stream().anyMatch(layer -> layer.from().contains(LayerSpec.FEATURES));
    for (ImportedProbe probe : probes) {
      writer.probe(
          new Probe(
              probe.steps(),
              readsFeatures ? probe.features() : new float[0],
              probe.state(),
              probe.outputs()));
    }
    return writer.source(file).card(options.card()).write();
  }

  /** Returns the mean that the network standardises the features by, or else that of the probes. */
  private static float[] typical(ImportedNetwork network, List<ImportedProbe> probes) {
    for (LayerSpec layer : network.layers()) {
      if (layer instanceof LayerSpec.Standardise && layer.from().contains(LayerSpec.FEATURES)) {
        return network.tensors().get(layer.name() + "/mean");
      }
    }
    return mean(probes, ImportedProbe::features, FeatureCatalogue.size());
  }

  private interface Values {
    float[] of(ImportedProbe probe);
  }

  private static float[] mean(List<ImportedProbe> probes, Values values, int count) {
    var mean = new float[count];
    for (int j = 0; j < count; j++) {
      double sum = 0;
      for (ImportedProbe probe : probes) {
        sum += values.of(probe)[j];
      }
      mean[j] = (float) (sum / probes.size());
    }
    return mean;
  }
}
