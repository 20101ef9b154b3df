package io.tidewatch.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * How far the recurrent state drifts from DL4J's over the longest probe of a release, as it is and
 * rounded to IEEE 754 binary16 after every step: numbers of docs/decisions/0008.
 *
 * <pre>
 * RecurrentStateDrift release.zip ...
 * </pre>
 */
final class RecurrentStateDrift {
  private RecurrentStateDrift() {}

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    for (String file : args) {
      Release release = Release.read(Files.readAllBytes(Path.of(file)));
      int longest = Probe.MAX_STEPS * Ports.of(release.manifest().task()).stepWidth();
      for (Probe probe : release.probes()) {
        if (probe.steps().length == longest) {
          System.out.printf(
              "%s, %d steps, largest difference to DL4J: float32 %s, binary16 %s%n",
              release.manifest().name(),
              Probe.MAX_STEPS,
              drift(release, probe, false),
              drift(release, probe, true));
        }
      }
    }
  }

  private static Map<String, Float> drift(Release release, Probe probe, boolean rounded) {
    Manifest manifest = release.manifest();
    Ports ports = Ports.of(manifest.task());
    var network = new Network(manifest.layers(), ports.sources(), release.tensors());
    var state = new float[network.stateSize()];
    for (int at = 0; at < probe.steps().length; at += ports.stepWidth()) {
      network.block(ports.stepSource()).put(0, probe.steps(), at);
      network.gather(0, state);
      network.step(1);
      network.scatter(0, state);
      for (int i = 0; rounded && i < state.length; i++) {
        state[i] = roundedToHalf(state[i]);
      }
    }
    network.gather(0, state);
    if (probe.features().length > 0) {
      network.block(ports.scoreSource()).put(0, probe.features(), 0);
    }
    network.evaluate(1);
    var outputs = new float[probe.outputs().length];
    for (int i = 0; i < ports.outputs().size(); i++) {
      network.block(ports.outputs().get(i)).take(0, outputs, i * ports.outputWidth());
    }
    return Map.of(
        "state", largest(state, probe.state()), "output", largest(outputs, probe.outputs()));
  }

  private static float largest(float[] a, float[] b) {
    float apart = 0;
    for (int i = 0; i < a.length; i++) {
      apart = Math.max(apart, Math.abs(a[i] - b[i]));
    }
    return apart;
  }

  /** Rounds to the nearest value of 11 significant bits, ties to even; steps of 2^-24 near 0. */
  static float roundedToHalf(float value) {
    float step = Math.max(Math.scalb(1f, -24), Math.scalb(1f, Math.getExponent(value) - 10));
    return (float) Math.rint(value / step) * step;
  }
}
