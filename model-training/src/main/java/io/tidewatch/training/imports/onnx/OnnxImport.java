package io.tidewatch.training.imports.onnx;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Source;
import io.tidewatch.training.imports.ImportOptions;
import io.tidewatch.training.imports.ImportedProbe;
import io.tidewatch.training.imports.ImportedRelease;
import io.tidewatch.training.imports.MadeUpInputs;
import io.tidewatch.training.imports.ProbesJson;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a release from an ONNX model of churn, as PyTorch, TensorFlow and scikit-learn export it.
 * docs/how-to/import-models.md has the contract and the operators.
 */
public final class OnnxImport {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxImport.class);

  private OnnxImport() {}

  /**
   * Returns the release zip.
   *
   * @throws RefusedImportException naming the node, input or output that no release can have
   * @throws RefusedReleaseException naming the gate that the release does not pass
   */
  public static byte[] release(byte[] file, ImportOptions options) throws RefusedReleaseException {
    OnnxGraph graph = OnnxReader.read(file);
    OnnxNetwork model = compiled(file, graph, options.allowEngine());
    List<ImportedProbe> probes =
        options
            .probes()
            .map(json -> ProbesJson.read(json, model.network()))
            .orElseGet(() -> MadeUpInputs.of(model.network()));
    boolean complete =
        probes.stream().allMatch(probe -> probe.outputs() != null && probe.state() != null);
    if (!complete) {
      probes = OnnxOracle.complete(file, model, probes);
    }
    String trainer = "ONNX" + (graph.producer().isEmpty() ? "" : " by " + graph.producer());
    return ImportedRelease.write(model.network(), options, Source.ONNX, trainer, file, probes);
  }

  private static OnnxNetwork compiled(byte[] file, OnnxGraph graph, boolean allowEngine) {
    try {
      return OnnxCompiler.compile(graph);
    } catch (RefusedImportException e) {
      if (!allowEngine) {
        throw e;
      }
      LOG.warn("no kernels for this graph, ONNX Runtime will compute it: {}", e.getMessage());
      return OnnxEngineNetwork.of(file, graph, OnnxCompiler.outputs(graph));
    }
  }
}
