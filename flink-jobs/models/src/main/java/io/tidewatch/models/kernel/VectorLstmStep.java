package io.tidewatch.models.kernel;

import static io.tidewatch.models.kernel.Panels.L;
import static io.tidewatch.models.kernel.Panels.S;

import jdk.incubator.vector.FloatVector;

/**
 * The LSTM step on vectors. The columns of the weights are reordered so that one panel holds the
 * four sums of the same L units, which then become gates and state while they are near:
 *
 * <pre>
 * panel p: | candidate of units pL.. | forget | output | input |   L each
 * </pre>
 *
 * <p>A panel's weights stay in the first-level cache while all rows of the block pass.
 */
final class VectorLstmStep implements LstmStep {
  private static final int GATES = 4;

  /** The candidate passes through tanh, the gates through the sigmoid. */
  private static final float[] SCALE = {1f, 0.5f, 0.5f, 0.5f};

  private static final float[] SHIFT = {-0f, 0.5f, 0.5f, 0.5f};

  private final Panels inputWeights;
  private final Panels recurrentWeights;
  private final Rows bias;
  private final int units;
  private final int panels;
  private final Rows z = new Rows(Kernels.BLOCK, GATES * L);
  private final float[] tanhC = new float[Kernels.BLOCK * L];
  private final Rows hNext;

  VectorLstmStep(float[] w, int inputs, float[] rw, int units, float[] bias) {
    this.units = units;
    panels = (units + L - 1) / L;
    int columns = panels * GATES * L;
    inputWeights = new Panels(byPanel(w, inputs), 0, inputs, columns);
    recurrentWeights = new Panels(byPanel(rw, units), 0, units, columns);
    this.bias = Rows.of(byPanel(bias, 1));
    hNext = new Rows(Kernels.BLOCK, units);
  }

  /** Reorders columns; those of units that only fill a vector up are 0, and so stays their h. */
  private float[] byPanel(float[] weights, int rows) {
    int columns = panels * GATES * L;
    var reordered = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int gate = 0; gate < GATES; gate++) {
        for (int unit = 0; unit < units; unit++) {
          int column = (unit / L * GATES + gate) * L + unit % L;
          reordered[row * columns + column] = weights[(row * GATES + gate) * units + unit];
        }
      }
    }
    return reordered;
  }

  @Override
  public int inputs() {
    return inputWeights.inputs();
  }

  @Override
  public int units() {
    return units;
  }

  @Override
  public void step(Rows x, Rows h, Rows c, int count) {
    for (int panel = 0; panel < panels; panel++) {
      inputWeights.multiplyPanel(panel, x, bias, panel * GATES * L, 0, z, count);
      recurrentWeights.multiplyPanel(panel, h, z, 0, z.stride, z, count);
      VectorActivations.scaledTanh(z.values, z.at(count), SCALE, SHIFT);
      cells(c, panel * L, count);
      VectorActivations.tanh(tanhC, count * L);
      hidden(panel * L, count);
    }
    System.arraycopy(hNext.values, 0, h.values, 0, h.at(count));
  }

  /** Turns the gates of one panel into the new c of its units, from column on. */
  private void cells(Rows c, int column, int count) {
    float[] gates = z.values;
    float[] cells = c.values;
    int stride = c.stride;
    for (int row = 0; row < count; row++) {
      int from = row * (GATES * L);
      int at = row * stride + column;
      var candidate = FloatVector.fromArray(S, gates, from);
      var forget = FloatVector.fromArray(S, gates, from + L);
      var input = FloatVector.fromArray(S, gates, from + 3 * L);
      var next = forget.fma(FloatVector.fromArray(S, cells, at), input.mul(candidate));
      next.intoArray(cells, at);
      next.intoArray(tanhC, row * L);
    }
  }

  /** Turns the output gates of one panel into the new h of its units, from column on. */
  private void hidden(int column, int count) {
    float[] gates = z.values;
    float[] hidden = hNext.values;
    int stride = hNext.stride;
    for (int row = 0; row < count; row++) {
      var output = FloatVector.fromArray(S, gates, row * (GATES * L) + 2 * L);
      output.mul(FloatVector.fromArray(S, tanhC, row * L)).intoArray(hidden, row * stride + column);
    }
  }
}
