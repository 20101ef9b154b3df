package io.tidewatch.models.kernel;

import java.util.Random;

/** Prints which kernels serve and a digest of the bits that they compute: a main for other JVMs. */
final class KernelDigest {
  private KernelDigest() {}

  public static void main(String[] args) {
    System.out.println(Kernels.best().name() + " " + of(Kernels.best()));
  }

  static String of(Kernels kernels) {
    var random = new Random(17);
    long digest = 0;
    for (int width = 1; width <= 100; width += 3) {
      int count = 1 + random.nextInt(Kernels.BLOCK);
      Rows x = rows(random, count, 1 + random.nextInt(150));
      Rows bias = rows(random, 1, width);
      float[] weights = draw(random, x.width * width);
      var y = new Rows(count, width);
      kernels.matrix(weights, 0, x.width, width).product(x, bias, y, count);
      digest = mix(digest, y);
      kernels.tanh(y, count);
      digest = mix(digest, y);
      kernels.softmax(y, count);
      digest = mix(digest, y);

      var h = new Rows(count, width);
      var c = new Rows(count, width);
      LstmStep lstm =
          kernels.lstmStep(
              draw(random, x.width * 4 * width),
              x.width,
              draw(random, width * 4 * width),
              width,
              draw(random, 4 * width));
      lstm.step(x, h, c, count);
      lstm.step(x, h, c, count);
      digest = mix(mix(digest, h), c);
    }
    return Long.toHexString(digest);
  }

  private static long mix(long digest, Rows rows) {
    long mixed = digest;
    for (int row = 0; row < rows.capacity; row++) {
      for (int j = 0; j < rows.width; j++) {
        mixed = 31 * mixed + Float.floatToRawIntBits(rows.get(row, j));
      }
    }
    return mixed;
  }

  private static Rows rows(Random random, int count, int width) {
    var rows = new Rows(count, width);
    for (int row = 0; row < count; row++) {
      rows.put(row, draw(random, width), 0);
    }
    return rows;
  }

  private static float[] draw(Random random, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
