package io.tidewatch.training.sequences;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Draws weights before the training, the same for the same seed. Not thread-safe. */
final class FreshWeights {
  private final Random random;

  FreshWeights(long seed) {
    random = new Random(seed);
  }

  INDArray normal(double deviation, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Nd4j.create(values, shape, 'c');
  }

  INDArray filled(double value, long... shape) {
    return Nd4j.valueArrayOf(shape, value, DataType.FLOAT);
  }

  /** Puts a dense layer: Xavier weights NAME_w {@code [in, out]}, biases NAME_b {@code [out]}. */
  void dense(Map<String, INDArray> to, String name, int in, int out) {
    to.put(name + "_w", normal(Math.sqrt(2.0 / (in + out)), in, out));
    to.put(name + "_b", filled(0, out));
  }
}
