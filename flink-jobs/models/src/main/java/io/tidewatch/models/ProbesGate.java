package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * Gate {@link Gate#PROBES}: the kernels reproduce what the training library computed when the model
 * was trained.
 */
final class ProbesGate {
  private final ProbeRun run;
  private final Ports ports;
  private final Task task;
  private final Source source;

  private ProbesGate(Manifest manifest, Tensors tensors) {
    run = new ProbeRun(manifest, tensors, Kernels.best(), 1);
    task = manifest.task();
    ports = Ports.of(task);
    source = manifest.provenance().source();
  }

  static void check(Manifest manifest, Tensors tensors, List<Probe> probes)
      throws RefusedReleaseException {
    var gate = new ProbesGate(manifest, tensors);
    gate.requireEnough(probes);
    for (int i = 0; i < probes.size(); i++) {
      gate.check(probes.get(i), "probe " + i);
    }
  }

  private void requireEnough(List<Probe> probes) throws RefusedReleaseException {
    if (!run.isRecurrent()) {
      if (probes.isEmpty() || probes.stream().anyMatch(probe -> probe.steps().length > 0)) {
        throw refused(
            "a network without an LSTM needs at least one probe, and none with steps; %d probes"
                .formatted(probes.size()));
      }
      return;
    }
    int longest = Probe.MAX_STEPS * ports.stepWidth();
    if (probes.stream().noneMatch(probe -> probe.steps().length == longest)) {
      throw refused(
          "none of %d probes has %d steps; add one, so that drift of the state would show"
              .formatted(probes.size(), Probe.MAX_STEPS));
    }
  }

  private void check(Probe probe, String name) throws RefusedReleaseException {
    requireInVocabulary(probe, name);
    if (task instanceof Task.Text text) {
      requireIndices(probe, text, name);
    }
    run.run(probe);
    requireSame(probe.state(), 0, run.state(0), name + " state");
    int width = ports.outputWidth();
    float[] outputs = run.outputs(0);
    for (int i = 0; i < ports.outputs().size(); i++) {
      String output = ports.outputs().get(i);
      float[] values = Arrays.copyOfRange(outputs, i * width, (i + 1) * width);
      requireSame(probe.outputs(), i * width, values, name + " " + output);
      requireProbability(output, values[0], name);
    }
  }

  private void requireInVocabulary(Probe probe, String name) throws RefusedReleaseException {
    if (!ports.stepSource().equals(LayerSpec.ITEMS)) {
      return;
    }
    for (int i = 0; i < probe.steps().length; i++) {
      float index = probe.steps()[i];
      if (!(index >= 0 && index < ports.outputWidth() && index == (int) index)) {
        throw refused("%s step %d: %s is no index of the vocabulary".formatted(name, i, index));
      }
    }
  }

  /** The kernels look indices up unchecked. */
  private static void requireIndices(Probe probe, Task.Text text, String name)
      throws RefusedReleaseException {
    for (int i = 0; i < probe.features().length; i++) {
      float index = probe.features()[i];
      int rows = text.rows(i < text.tokens() ? LayerSpec.TOKENS : LayerSpec.GRAMS);
      if (!(index >= -1 && index < rows && index == (int) index)) {
        throw refused("%s index %d: %s is none of %d".formatted(name, i, index, rows));
      }
    }
  }

  /** A graph of an engine may end with anything. */
  private static void requireProbability(String output, float value, String name)
      throws RefusedReleaseException {
    boolean probability = output.equals(Task.Churn.CHURN) || output.equals(Task.Churn.PURCHASE7);
    if (probability && !(value >= 0 && value <= 1)) {
      throw refused(
          "%s %s=%s is no probability; let the model end with a sigmoid or a softmax"
              .formatted(name, output, value));
    }
  }

  private void requireSame(float[] expected, int from, float[] actual, String where)
      throws RefusedReleaseException {
    for (int i = 0; i < actual.length; i++) {
      float truth = expected[from + i];
      float tolerance = Probe.TOLERANCE * Math.max(1, Math.abs(truth));
      if (!(Math.abs(actual[i] - truth) <= tolerance)) {
        throw refused(
            "%s[%d]: kernel gives %s, %s gave %s, further apart than %s; export weights and probes"
                    .formatted(where, i, actual[i], source.title(), truth, tolerance)
                + " from the same trained network");
      }
    }
  }

  private static RefusedReleaseException refused(String what) {
    return new RefusedReleaseException(Gate.PROBES, what);
  }
}
