package io.tidewatch.benchmarks.kernel;

/** Turns matrices over: contenders differ in what they call a row. */
final class Transpose {
  private Transpose() {}

  /**
   * Returns {@code [columns, rows]} of {@code [rows, columns]}, both rows first.
   *
   * @param matrix {@code rows * columns} values
   */
  static float[] of(float[] matrix, int rows, int columns) {
    var turned = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = matrix[row * columns + column];
      }
    }
    return turned;
  }
}
