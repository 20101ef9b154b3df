package io.tidewatch.models;

import io.tidewatch.models.kernel.Rows;
import java.util.List;

/**
 * Gate {@link Gate#PROBES}: the kernels reproduce what the training library computed when the model
 * was trained.
 */
final class ProbesGate {
  private final Network network;
  private final Ports ports;
  private final Source source;

  private ProbesGate(Manifest manifest, Tensors tensors) {
    ports = Ports.of(manifest.task());
    network = new Network(manifest.layers(), ports.sources(), tensors);
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
    if (!network.isRecurrent()) {
      if (probes.isEmpty() || probes.stream().anyMatch(probe -> probe.steps().length > 0)) {
        throw refused(
            "a network without an LSTM needs at least one probe, and none with steps; %d probes"
                .formatted(probes.size()));
      }
      return;
    }
    boolean longEnough =
        probes.stream().anyMatch(p -> p.steps().length == Probe.MAX_STEPS * ports.stepWidth());
    if (!longEnough) {
      throw refused(
          "none of %d probes has %d steps; add one, so that drift of the state would show"
              .formatted(probes.size(), Probe.MAX_STEPS));
    }
  }

  private void check(Probe probe, String name) throws RefusedReleaseException {
    if (network.isRecurrent()) {
      checkState(probe, name);
    }
    Rows features = network.block(ports.scoreSource());
    System.arraycopy(probe.features(), 0, features.values(), 0, probe.features().length);
    network.evaluate(1);
    var values = new float[ports.outputWidth()];
    for (int i = 0; i < ports.outputs().size(); i++) {
      String output = ports.outputs().get(i);
      network.block(output).take(0, values, 0);
      requireSame(probe.outputs(), i * values.length, values, name + " " + output);
    }
  }

  private void checkState(Probe probe, String name) throws RefusedReleaseException {
    var state = new float[network.stateSize()];
    Rows step = network.block(ports.stepSource());
    network.gather(0, state);
    for (int from = 0; from < probe.steps().length; from += step.width()) {
      step.put(0, probe.steps(), from);
      float index = probe.steps()[from];
      if (ports.stepSource().equals(LayerSpec.ITEMS)
          && !(index >= 0 && index < ports.scoreWidth() && index == (int) index)) {
        throw refused("%s step %d: %s is no index of the vocabulary".formatted(name, from, index));
      }
      network.step(1);
    }
    network.scatter(0, state);
    requireSame(probe.state(), 0, state, name + " state");
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
