package io.tidewatch.models;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * weights.f32 and probes.f32: little-endian float32 without header; the manifest says what is
 * where.
 *
 * <pre>
 * weights.f32   tensor | tensor | ...                        in the order of the names, rows first
 * probes.f32    steps, features, state, outputs | ...        probe after probe
 * </pre>
 */
final class Float32File {
  private Float32File() {}

  static byte[] write(List<float[]> arrays) {
    int count = arrays.stream().mapToInt(array -> array.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    arrays.forEach(floats::put);
    return bytes.array();
  }

  /**
   * Reads tensors of established shapes.
   *
   * @throws RefusedReleaseException with {@link Gate#SHAPES} or {@link Gate#FINITE}
   */
  static Tensors readWeights(byte[] bytes, SortedMap<String, List<Integer>> shapes)
      throws RefusedReleaseException {
    long count = shapes.values().stream().mapToLong(Tensors::count).sum();
    FloatBuffer in = floats(bytes, count, "weights.f32");
    var tensors = new TreeMap<String, Tensors.Tensor>();
    for (var entry : shapes.entrySet()) {
      float[] values = take(in, Tensors.count(entry.getValue()));
      requireFinite(values, "weights.f32 tensor '" + entry.getKey() + "'");
      tensors.put(entry.getKey(), new Tensors.Tensor(entry.getValue(), values));
    }
    return new Tensors(tensors);
  }

  /**
   * Reads probes.
   *
   * @param stepCounts number of steps of each probe
   * @param stepWidth width of a step
   * @param features width of the features
   * @param state width of the state
   * @param outputs width of all outputs
   */
  static List<Probe> readProbes(
      byte[] bytes, List<Integer> stepCounts, int stepWidth, int features, int state, int outputs)
      throws RefusedReleaseException {
    long fixed = (long) features + state + outputs;
    long count = stepCounts.stream().mapToLong(steps -> (long) steps * stepWidth + fixed).sum();
    FloatBuffer in = floats(bytes, count, "probes.f32");
    var probes = new ArrayList<Probe>();
    for (int steps : stepCounts) {
      var probe =
          new Probe(
              take(in, steps * stepWidth), take(in, features), take(in, state), take(in, outputs));
      String where = "probes.f32 probe " + probes.size();
      requireFinite(probe.steps(), where + " steps");
      requireFinite(probe.features(), where + " features");
      requireFinite(probe.state(), where + " state");
      requireFinite(probe.outputs(), where + " outputs");
      probes.add(probe);
    }
    return probes;
  }

  private static FloatBuffer floats(byte[] bytes, long count, String file)
      throws RefusedReleaseException {
    if (bytes.length != count * Float.BYTES) {
      throw new RefusedReleaseException(
          Gate.SHAPES,
          "%s has %d bytes, the shapes in manifest.json need %d; export it anew"
              .formatted(file, bytes.length, count * Float.BYTES));
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  private static float[] take(FloatBuffer in, int count) {
    var values = new float[count];
    in.get(values);
    return values;
  }

  private static void requireFinite(float[] values, String where) throws RefusedReleaseException {
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= Limits.MAGNITUDE)) {
        throw new RefusedReleaseException(
            Gate.FINITE,
            "%s[%d]=%s must be finite and at most %s in magnitude; look for divergence in training"
                .formatted(where, i, values[i], Limits.MAGNITUDE));
      }
    }
  }
}
