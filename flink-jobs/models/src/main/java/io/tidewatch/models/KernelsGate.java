package io.tidewatch.models;

import io.tidewatch.models.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * Gate {@link Gate#KERNELS}: the network gives the same bits in plain Java, one row at a time, as
 * on vectors in the middle of a batch. Otherwise a score would depend on the machine and on who
 * else was scored at that moment. A graph that an engine computes is held to the same within
 * 0.000001, because its order of operations is not ours.
 */
final class KernelsGate {
  /** Kernels work on tiles of 4 and 8 rows; the last of them belongs to a tile of either kind. */
  private static final int ROWS = 8;

  private static final float ENGINE_TOLERANCE = 1e-6f;

  private KernelsGate() {}

  static void check(Manifest manifest, Tensors tensors, List<Probe> probes)
      throws RefusedReleaseException {
    var variants = new ArrayList<Kernels>(List.of(Kernels.best()));
    Kernels.vector().filter(vector -> vector != Kernels.best()).ifPresent(variants::add);
    for (Kernels variant : variants) {
      check(manifest, tensors, probes, variant);
    }
  }

  private static void check(Manifest manifest, Tensors tensors, List<Probe> probes, Kernels variant)
      throws RefusedReleaseException {
    var plain = new ProbeRun(manifest, tensors, Kernels.scalar(), 1);
    var batch = new ProbeRun(manifest, tensors, variant, ROWS);
    boolean engine = manifest.layers().stream().anyMatch(LayerSpec.EngineGraph.class::isInstance);
    float tolerance = engine ? ENGINE_TOLERANCE : 0;
    for (int i = 0; i < probes.size(); i++) {
      plain.run(probes.get(i));
      batch.run(probes.get(i));
      requireSame(
          plain.state(0), batch.state(ROWS - 1), tolerance, variant, "probe " + i + " state");
      requireSame(
          plain.outputs(0), batch.outputs(ROWS - 1), tolerance, variant, "probe " + i + " outputs");
    }
  }

  private static void requireSame(
      float[] plain, float[] batch, float tolerance, Kernels variant, String where)
      throws RefusedReleaseException {
    for (int i = 0; i < plain.length; i++) {
      boolean bits = Float.floatToRawIntBits(plain[i]) == Float.floatToRawIntBits(batch[i]);
      float allowed = tolerance * Math.max(1, Math.abs(plain[i]));
      if (!bits && (tolerance == 0 || !(Math.abs(plain[i] - batch[i]) <= allowed))) {
        throw new RefusedReleaseException(
            Gate.KERNELS,
            "%s[%d]: %s for one row in plain Java, but %s in row %d with kernels '%s'; a layer of it does not compute the same whatever the batch"
                .formatted(where, i, plain[i], batch[i], ROWS - 1, variant.name()));
      }
    }
  }
}
