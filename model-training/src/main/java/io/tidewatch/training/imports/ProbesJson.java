package io.tidewatch.training.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Probe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a probes file: inputs, and what the exporting side computed for them.
 *
 * <pre>{@code
 * {"probes": [
 *   {"features": [0.1, ...],            // 42 numbers, in the order of the catalogue
 *    "steps": [[0, 1, ...], ...],       // for an LSTM: n of 13 numbers, oldest first; one probe has 1,000
 *    "h": [...], "c": [...],            // optional: the LSTM's state after the steps
 *    "churn": 0.3,                      // each output that the network has
 *    "purchase7": 0.2, "spend": 1200}
 * ]}
 * }</pre>
 */
public final class ProbesJson {
  private static final int MAX_BYTES = 32 << 20;
  private static final int MAX_PROBES = 256;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(5)
                          .maxNameLength(100)
                          .maxNumberLength(60)
                          .maxStringLength(1_000)
                          .maxDocumentLength(MAX_BYTES)
                          .build())
                  .build())
          .build();

  private ProbesJson() {}

  /**
   * Reads probes for a network.
   *
   * @throws RefusedImportException naming the probe and the field
   */
  public static List<ImportedProbe> read(byte[] json, ImportedNetwork network) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new RefusedImportException(
          "the probes file is not JSON as documented: "
              + RefusedImportException.printable(String.valueOf(e.getMessage())),
          e);
    }
    JsonNode probes = root.path("probes");
    if (!probes.isArray() || probes.isEmpty() || probes.size() > MAX_PROBES) {
      throw new RefusedImportException(
          "the probes file must have a list 'probes' of 1 to " + MAX_PROBES + " probes");
    }
    var read = new ArrayList<ImportedProbe>();
    for (JsonNode probe : probes) {
      read.add(read(probe, "probes[" + read.size() + "]", network));
    }
    return read;
  }

  private static ImportedProbe read(JsonNode probe, String where, ImportedNetwork network) {
    int units = network.units();
    float[] state = null;
    if (units == 0) {
      state = new float[0];
    } else if (probe.has("h") && probe.has("c")) {
      state = new float[2 * units];
      numbers(probe.get("h"), where + ".h", state, 0, units);
      numbers(probe.get("c"), where + ".c", state, units, units);
    }
    var outputs = new float[network.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      String output = network.outputs().get(i);
      outputs[i] = number(probe.get(output), where + "." + output);
    }
    return new ImportedProbe(features(probe, where), steps(probe, where, units), state, outputs);
  }

  private static float[] features(JsonNode probe, String where) {
    var features = new float[FeatureCatalogue.size()];
    numbers(probe.get(LayerSpec.FEATURES), where + ".features", features, 0, features.length);
    return features;
  }

  private static float[] steps(JsonNode probe, String where, int units) {
    JsonNode steps = probe.path(LayerSpec.STEPS);
    if (units == 0) {
      return new float[0];
    }
    if (!steps.isArray() || steps.size() > Probe.MAX_STEPS) {
      throw new RefusedImportException(
          where + ".steps must be a list of at most " + Probe.MAX_STEPS + " steps");
    }
    var values = new float[steps.size() * ChurnStep.WIDTH];
    for (int i = 0; i < steps.size(); i++) {
      String at = where + ".steps[" + i + "]";
      numbers(steps.get(i), at, values, i * ChurnStep.WIDTH, ChurnStep.WIDTH);
    }
    return values;
  }

  private static void numbers(JsonNode list, String where, float[] to, int from, int count) {
    if (list == null || !list.isArray() || list.size() != count) {
      throw new RefusedImportException(where + " must be a list of " + count + " numbers");
    }
    for (int i = 0; i < count; i++) {
      to[from + i] = number(list.get(i), where + "[" + i + "]");
    }
  }

  private static float number(JsonNode value, String where) {
    if (value == null || !value.isNumber() || !Float.isFinite(value.floatValue())) {
      throw new RefusedImportException(
          where + " must be a finite number; write what the exporting side computed");
    }
    return value.floatValue();
  }
}
