package io.tidewatch.models.kernel;

/**
 * A block of rows in one array, the working memory of a layer: {@code [capacity, width]}, one row
 * per customer.
 *
 * <pre>
 * row 0: v v v v v - - -     width 5, the rest up to the stride is padding that nobody reads
 * row 1: v v v v v - - -
 * </pre>
 *
 * <p>Rows begin at multiples of {@value #LANES} floats, so that kernels work on whole vectors of
 * any machine without a case for the rest. Kernels may write finite values into the padding.
 * Mutable, one thread.
 */
public final class Rows {
  /** Floats to which rows are rounded up; no vector of a kernel is longer. */
  public static final int LANES = 16;

  final float[] values;
  final int capacity;
  final int width;
  final int stride;

  /** Makes rows of zeros. */
  public Rows(int capacity, int width) {
    this.capacity = capacity;
    this.width = width;
    stride = padded(width);
    values = new float[capacity * stride];
  }

  /** Returns a width rounded up to whole vectors. */
  static int padded(int width) {
    return (width + LANES - 1) / LANES * LANES;
  }

  /** Returns one row of these values. */
  public static Rows of(float[] row) {
    var rows = new Rows(1, row.length);
    rows.put(0, row, 0);
    return rows;
  }

  /** Returns the number of rows. */
  public int capacity() {
    return capacity;
  }

  /** Returns the number of values in a row. */
  public int width() {
    return width;
  }

  /** Returns the array itself, not a copy; row i begins at {@link #at}. */
  public float[] values() {
    return values;
  }

  /** Returns where row i begins in {@link #values}. */
  public int at(int row) {
    return row * stride;
  }

  /** Returns a value. */
  public float get(int row, int column) {
    return values[row * stride + column];
  }

  /** Sets a value. */
  public void set(int row, int column, float value) {
    values[row * stride + column] = value;
  }

  /** Fills a row from {@code from[offset..offset + width)}. */
  public void put(int row, float[] from, int offset) {
    System.arraycopy(from, offset, values, row * stride, width);
  }

  /** Copies a row to {@code to[offset..offset + width)}. */
  public void take(int row, float[] to, int offset) {
    System.arraycopy(values, row * stride, to, offset, width);
  }

  /** Fills the first rows with zeros. */
  public void clear(int count) {
    java.util.Arrays.fill(values, 0, count * stride, 0f);
  }
}
