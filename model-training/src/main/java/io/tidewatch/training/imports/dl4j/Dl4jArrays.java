package io.tidewatch.training.imports.dl4j;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.training.imports.ImportedProbe;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between float arrays and ND4J's. */
final class Dl4jArrays {
  private Dl4jArrays() {}

  /** Returns one row. */
  static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }

  /** Returns {@code [1, WIDTH, n]} of {@code [n, WIDTH]}. */
  static INDArray sequence(float[] steps) {
    int count = steps.length / ChurnStep.WIDTH;
    if (count == 0) {
      throw new RefusedImportException("a probe has no steps; DL4J computes none without one");
    }
    return Nd4j.create(steps, new long[] {1, count, ChurnStep.WIDTH}, 'c').permute(0, 2, 1);
  }

  /** Returns the values of one customer, at the last step if there are several. */
  static float[] last(INDArray array) {
    if (array.rank() == 3) {
      int width = (int) array.size(1);
      int time = (int) array.size(2);
      var last = new float[width];
      for (int j = 0; j < width; j++) {
        last[j] = array.getFloat(0, j, time - 1);
      }
      return last;
    }
    return array.dup('c').data().asFloat();
  }

  /** Returns h, then c. */
  static float[] state(Map<String, INDArray> state) {
    float[] h = state.get("prevAct").dup('c').data().asFloat();
    float[] c = state.get("prevMem").dup('c').data().asFloat();
    var both = new float[h.length + c.length];
    System.arraycopy(h, 0, both, 0, h.length);
    System.arraycopy(c, 0, both, h.length, c.length);
    return both;
  }

  /** Fills in what the exporting side did not say. */
  static ImportedProbe completed(ImportedProbe probe, float[] state, float[] outputs) {
    return new ImportedProbe(
        probe.features(),
        probe.steps(),
        probe.state() == null ? state : probe.state(),
        probe.outputs() == null ? outputs : probe.outputs());
  }
}
