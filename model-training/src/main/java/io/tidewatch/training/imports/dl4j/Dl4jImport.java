package io.tidewatch.training.imports.dl4j;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Source;
import io.tidewatch.models.Task;
import io.tidewatch.training.export.Dl4jExport;
import io.tidewatch.training.export.UnsupportedLayerException;
import io.tidewatch.training.imports.ImportOptions;
import io.tidewatch.training.imports.ImportedNetwork;
import io.tidewatch.training.imports.ImportedProbe;
import io.tidewatch.training.imports.ImportedRelease;
import io.tidewatch.training.imports.MadeUpInputs;
import io.tidewatch.training.imports.NamedOutputs;
import io.tidewatch.training.imports.ProbesJson;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a release from a churn network that somebody else trained with DL4J and saved by
 * ModelSerializer. Of the zip only configuration.json and coefficients.bin are read, by own
 * readers; the network is rebuilt in code, so that nothing of the zip chooses a class or runs.
 */
public final class Dl4jImport {
  private Dl4jImport() {}

  /**
   * Returns the release zip.
   *
   * @throws RefusedImportException naming the entry, class, layer or size that no release can have
   * @throws RefusedReleaseException naming the gate that the release does not pass
   */
  public static byte[] release(byte[] file, ImportOptions options) throws RefusedReleaseException {
    Dl4jNetwork rebuilt = Configurations.rebuild(Dl4jZip.read(file));
    ImportedNetwork network = imported(rebuilt);
    List<ImportedProbe> given =
        options
            .probes()
            .map(json -> ProbesJson.read(json, network))
            .orElseGet(() -> MadeUpInputs.of(network));
    var probes = new ArrayList<ImportedProbe>();
    for (ImportedProbe probe : given) {
      probes.add(
          probe.state() == null || probe.outputs() == null
              ? inOrder(rebuilt, network, probe)
              : probe);
    }
    return ImportedRelease.write(network, options, Source.DL4J, "DL4J", file, probes);
  }

  private static ImportedNetwork imported(Dl4jNetwork rebuilt) {
    Dl4jExport export;
    try {
      export = rebuilt.export();
    } catch (UnsupportedLayerException e) {
      throw new RefusedImportException(e.getMessage(), e);
    }
    var outputs = new NamedOutputs(export.layers(), export.tensors());
    List<String> names = rebuilt.outputs();
    if (!names.contains(Task.Churn.CHURN)) {
      throw new RefusedImportException(
          "the network has outputs %s, none named 'churn'; name the output layer so"
              .formatted(RefusedImportException.printable(names.toString())));
    }
    for (String output : Task.Churn.ALL_OUTPUTS) {
      if (names.contains(output)) {
        outputs.add(output, export.outputs().get(names.indexOf(output)));
      }
    }
    return outputs.network();
  }

  /** Computes a probe; DL4J's outputs may stand in another order, and be more. */
  private static ImportedProbe inOrder(
      Dl4jNetwork rebuilt, ImportedNetwork network, ImportedProbe probe) {
    ImportedProbe all;
    try {
      all =
          rebuilt.compute(new ImportedProbe(probe.features(), probe.steps(), probe.state(), null));
    } catch (RefusedImportException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RefusedImportException(
          "DL4J cannot compute the network: "
              + RefusedImportException.printable(String.valueOf(e.getMessage())),
          e);
    }
    if (probe.outputs() != null) {
      return new ImportedProbe(probe.features(), probe.steps(), all.state(), probe.outputs());
    }
    var outputs = new float[network.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = all.outputs()[rebuilt.outputs().indexOf(network.outputs().get(i))];
    }
    return new ImportedProbe(probe.features(), probe.steps(), all.state(), outputs);
  }
}
