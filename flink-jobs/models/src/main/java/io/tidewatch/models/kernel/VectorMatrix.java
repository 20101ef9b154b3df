package io.tidewatch.models.kernel;

/** A matrix in panels of vectors. */
final class VectorMatrix implements Matrix {
  private final Panels panels;
  private final int outputs;

  VectorMatrix(float[] values, int firstRow, int rows, int outputs) {
    panels = new Panels(values, firstRow, rows, outputs);
    this.outputs = outputs;
  }

  @Override
  public int inputs() {
    return panels.inputs();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public void addProduct(Rows x, Rows y, int count) {
    panels.multiply(x, y, y.stride, y, count);
  }

  @Override
  public void product(Rows x, Rows bias, Rows y, int count) {
    panels.multiply(x, bias, 0, y, count);
  }
}
