package io.tidewatch.training.imports.dl4j;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.training.export.Dl4jExport;
import io.tidewatch.training.export.Dl4jExporter;
import io.tidewatch.training.imports.ImportedProbe;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A ComputationGraph with inputs named {@code features} and {@code steps}, or one of them. */
final class GraphNetwork implements Dl4jNetwork {
  private final ComputationGraph network;
  private final List<String> inputs;
  private final String lstm; // null if there is none

  GraphNetwork(ComputationGraph network) {
    this.network = network;
    inputs = network.getConfiguration().getNetworkInputs();
    for (String input : inputs) {
      if (!input.equals(LayerSpec.FEATURES) && !input.equals(LayerSpec.STEPS)) {
        throw new RefusedImportException(
            "input '%s' is unknown; a churn network reads 'features' and may read 'steps'"
                .formatted(RefusedImportException.printable(input)));
      }
    }
    lstm =
        Arrays.stream(network.getLayers())
            .filter(RecurrentLayer.class::isInstance)
            .map(Layer::conf)
            .map(conf -> conf.getLayer().getLayerName())
            .findFirst()
            .orElse(null);
  }

  @Override
  public List<String> outputs() {
    return network.getConfiguration().getNetworkOutputs();
  }

  @Override
  public Dl4jExport export() {
    Dl4jExporter exporter = Dl4jExporter.of(network);
    for (String input : inputs) {
      boolean steps = input.equals(LayerSpec.STEPS);
      exporter.input(input, input, steps ? ChurnStep.WIDTH : FeatureCatalogue.size());
    }
    return exporter.export();
  }

  @Override
  public ImportedProbe compute(ImportedProbe probe) {
    INDArray[] given =
        inputs.stream()
            .map(
                input ->
                    input.equals(LayerSpec.STEPS)
                        ? Dl4jArrays.sequence(probe.steps())
                        : Dl4jArrays.row(probe.features()))
            .toArray(INDArray[]::new);
    float[] state = new float[0];
    INDArray[] results;
    if (lstm == null) {
      results = network.output(given);
    } else {
      network.rnnClearPreviousState();
      results = network.rnnTimeStep(given);
      state = Dl4jArrays.state(network.rnnGetPreviousState(lstm));
      network.rnnClearPreviousState();
    }
    var outputs = new float[results.length];
    for (int i = 0; i < outputs.length; i++) {
      float[] values = Dl4jArrays.last(results[i]);
      outputs[i] = values[values.length - 1];
    }
    return Dl4jArrays.completed(probe, state, outputs);
  }
}
