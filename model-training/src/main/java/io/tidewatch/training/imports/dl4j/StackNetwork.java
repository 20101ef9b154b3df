package io.tidewatch.training.imports.dl4j;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Task;
import io.tidewatch.training.export.Dl4jExport;
import io.tidewatch.training.export.Dl4jExporter;
import io.tidewatch.training.imports.ImportedProbe;
import java.util.List;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A MultiLayerNetwork: it reads the steps if an LSTM is among its layers, else the features. */
final class StackNetwork implements Dl4jNetwork {
  private final MultiLayerNetwork network;
  private final int lstm;

  StackNetwork(MultiLayerNetwork network) {
    this.network = network;
    int found = -1;
    for (int i = 0; i < network.getnLayers(); i++) {
      if (network.getLayer(i) instanceof RecurrentLayer) {
        found = i;
      }
    }
    lstm = found;
  }

  @Override
  public List<String> outputs() {
    return List.of(Task.Churn.CHURN);
  }

  @Override
  public Dl4jExport export() {
    Dl4jExporter exporter = Dl4jExporter.of(network);
    return lstm >= 0
        ? exporter.input("input", LayerSpec.STEPS, ChurnStep.WIDTH).export()
        : exporter.input("input", LayerSpec.FEATURES, FeatureCatalogue.size()).export();
  }

  @Override
  public ImportedProbe compute(ImportedProbe probe) {
    float[] state = new float[0];
    float[] values;
    if (lstm >= 0) {
      network.rnnClearPreviousState();
      values = Dl4jArrays.last(network.rnnTimeStep(Dl4jArrays.sequence(probe.steps())));
      state = Dl4jArrays.state(network.rnnGetPreviousState(lstm));
      network.rnnClearPreviousState();
    } else {
      values = Dl4jArrays.last(network.output(Dl4jArrays.row(probe.features())));
    }
    // Of two classes the second one is churn.
    return Dl4jArrays.completed(probe, state, new float[] {values[values.length - 1]});
  }
}
