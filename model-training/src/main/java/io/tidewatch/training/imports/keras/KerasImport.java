package io.tidewatch.training.imports.keras;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Source;
import io.tidewatch.training.imports.ImportOptions;
import io.tidewatch.training.imports.ImportedNetwork;
import io.tidewatch.training.imports.ImportedProbe;
import io.tidewatch.training.imports.ImportedRelease;
import io.tidewatch.training.imports.ProbesJson;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.List;

/**
 * Makes a release from a churn model that Keras 2 saved as .h5. Plain Java: DL4J's importer of such
 * files reads them by native code, which was seen to crash the JVM.
 */
public final class KerasImport {
  private KerasImport() {}

  /**
   * Returns the release zip.
   *
   * @throws RefusedImportException naming the layer that no release can have, or if there are no
   *     probes: nothing here but Keras itself can say what the model gives
   * @throws RefusedReleaseException naming the gate that the release does not pass
   */
  public static byte[] release(byte[] file, ImportOptions options) throws RefusedReleaseException {
    KerasModel model = KerasModel.read(file);
    ImportedNetwork network = KerasCompiler.compile(model);
    byte[] json =
        options
            .probes()
            .orElseThrow(
                () ->
                    new RefusedImportException(
                        "a Keras model needs --probes: inputs and what Keras gives for them"));
    List<ImportedProbe> probes = ProbesJson.read(json, network);
    for (int i = 0; i < probes.size(); i++) {
      if (probes.get(i).state() == null) {
        throw new RefusedImportException(
            "probes[%d] lacks h and c, the LSTM's state behind the steps; Keras gives them with return_state=True"
                .formatted(i));
      }
    }
    return ImportedRelease.write(
        network, options, Source.KERAS, "Keras " + model.version(), file, probes);
  }
}
