package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.models.kernel.Kernels;
import io.tidewatch.models.kernel.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs the probes of a release side by side in one block, for both variants of the kernels. */
final class BatchedProbes {
  private BatchedProbes() {}

  /** Asserts that every row gives the state and the outputs of its probe within the tolerance. */
  static void assertHeld(Release release) {
    for (Kernels kernels : List.of(Kernels.scalar(), Kernels.vector().orElseThrow())) {
      assertHeld(release, kernels);
    }
  }

  private static void assertHeld(Release release, Kernels kernels) {
    Manifest manifest = release.manifest();
    Ports ports = Ports.of(manifest.task());
    var network = new Network(manifest.layers(), ports.sources(), release.tensors(), kernels);
    List<Probe> rows = rows(release.probes());
    step(network, ports, rows);
    var state = new float[network.stateSize()];
    for (int row = 0; row < rows.size(); row++) {
      network.scatter(row, state);
      assertClose(rows.get(row).state(), 0, state, kernels + " state, row " + row);
    }

    Rows features = network.block(ports.scoreSource());
    for (int row = 0; row < rows.size(); row++) {
      features.put(row, rows.get(row).features(), 0);
    }
    network.evaluate(rows.size());
    var values = new float[ports.outputWidth()];
    for (int i = 0; i < ports.outputs().size(); i++) {
      for (int row = 0; row < rows.size(); row++) {
        network.block(ports.outputs().get(i)).take(row, values, 0);
        float[] truth = rows.get(row).outputs();
        String where = kernels + " " + ports.outputs().get(i) + ", row " + row;
        assertClose(truth, i * values.length, values, where);
      }
    }
  }

  /** Fills a block with the probes, longest first. */
  private static List<Probe> rows(List<Probe> probes) {
    var rows = new ArrayList<Probe>();
    for (int row = 0; row < Kernels.BLOCK; row++) {
      rows.add(probes.get(row % probes.size()));
    }
    rows.sort(Comparator.comparing(probe -> -probe.steps().length));
    return rows;
  }

  private static void step(Network network, Ports ports, List<Probe> rows) {
    Rows block = network.block(ports.stepSource());
    int width = ports.stepWidth();
    for (int row = 0; row < rows.size(); row++) {
      network.gather(row, new float[network.stateSize()]);
    }
    for (int step = 0; step < Probe.MAX_STEPS; step++) {
      int active = 0;
      while (active < rows.size() && rows.get(active).steps().length > step * width) {
        block.put(active, rows.get(active).steps(), step * width);
        active++;
      }
      network.step(active);
    }
  }

  private static void assertClose(float[] truth, int from, float[] actual, String where) {
    for (int j = 0; j < actual.length; j++) {
      assertThat(actual[j]).as(where).isCloseTo(truth[from + j], within(Probe.TOLERANCE));
    }
  }
}
