package io.tidewatch.models;

import java.util.List;

/**
 * Gate {@link Gate#PROBES}: the kernels reproduce what DL4J computed when the model was trained.
 */
final class ProbesGate {
  private ProbesGate() {}

  static void check(Manifest manifest, Tensors tensors, List<Probe> probes)
      throws RefusedReleaseException {
    Ports ports = Ports.of(manifest.task());
    boolean longEnough =
        probes.stream().anyMatch(p -> p.steps().length == Probe.MAX_STEPS * ports.stepWidth());
    if (!longEnough) {
      throw refused(
          "none of %d probes has %d steps; add one, so that drift of the state would show"
              .formatted(probes.size(), Probe.MAX_STEPS));
    }
    var network = new Network(manifest.layers(), ports.sources(), tensors);
    for (int i = 0; i < probes.size(); i++) {
      check(network, ports, probes.get(i), "probe " + i);
    }
  }

  private static void check(Network network, Ports ports, Probe probe, String name)
      throws RefusedReleaseException {
    var state = new float[network.stateSize()];
    float[] step = network.buffer(ports.stepSource());
    for (int from = 0; from < probe.steps().length; from += step.length) {
      System.arraycopy(probe.steps(), from, step, 0, step.length);
      if (ports.stepSource().equals(LayerSpec.ITEMS)
          && !(step[0] >= 0 && step[0] < ports.scoreWidth() && step[0] == (int) step[0])) {
        throw refused(
            "%s step %d: %s is no index of the vocabulary".formatted(name, from, step[0]));
      }
      network.step(state);
    }
    requireSame(probe.state(), 0, state, name + " state");

    float[] features = network.buffer(ports.scoreSource());
    System.arraycopy(probe.features(), 0, features, 0, probe.features().length);
    network.evaluate(state);
    for (int i = 0; i < ports.outputs().size(); i++) {
      String output = ports.outputs().get(i);
      requireSame(
          probe.outputs(), i * ports.outputWidth(), network.buffer(output), name + " " + output);
    }
  }

  private static void requireSame(float[] expected, int from, float[] actual, String where)
      throws RefusedReleaseException {
    for (int i = 0; i < actual.length; i++) {
      float truth = expected[from + i];
      float tolerance = Probe.TOLERANCE * Math.max(1, Math.abs(truth));
      if (!(Math.abs(actual[i] - truth) <= tolerance)) {
        throw refused(
            "%s[%d]: kernel gives %s, DL4J gave %s, further apart than %s; export weights and probes"
                    .formatted(where, i, actual[i], truth, tolerance)
                + " from the same trained network");
      }
    }
  }

  private static RefusedReleaseException refused(String what) {
    return new RefusedReleaseException(Gate.PROBES, what);
  }
}
