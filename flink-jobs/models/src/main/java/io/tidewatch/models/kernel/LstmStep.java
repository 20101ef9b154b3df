package io.tidewatch.models.kernel;

/**
 * One step of an LSTM without peepholes (Gers et al. 2000), for one customer.
 *
 * <pre>
 * z = b + x W + h RW            [4n]: candidate | forget gate | output gate | input gate (DL4J's order)
 * c' = sigmoid(z_f) c + sigmoid(z_i) tanh(z_g)
 * h' = sigmoid(z_o) tanh(c')
 * </pre>
 *
 * <p>Holds scratch arrays: one instance per thread. A step depends on nothing but its arguments.
 */
public final class LstmStep {
  private final Matrix inputWeights;
  private final Matrix recurrentWeights;
  private final float[] bias;
  private final int units;

  private final float[] z;
  private final float[] forgetGate;
  private final float[] outputGate;
  private final float[] inputGate;
  private final float[] h;
  private final float[] c;
  private final float[] tanhC;

  /**
   * @param inputWeights {@code [inputs, 4 units]}
   * @param recurrentWeights {@code [units, 4 units]}
   * @param bias {@code [4 units]}, copied
   */
  public LstmStep(Matrix inputWeights, Matrix recurrentWeights, float[] bias) {
    this.inputWeights = inputWeights;
    this.recurrentWeights = recurrentWeights;
    this.bias = bias.clone();
    units = recurrentWeights.inputs();
    z = new float[4 * units];
    forgetGate = new float[units];
    outputGate = new float[units];
    inputGate = new float[units];
    h = new float[units];
    c = new float[units];
    tanhC = new float[units];
  }

  /** Returns the width of h and of c. */
  public int units() {
    return units;
  }

  /**
   * Takes the state one step on.
   *
   * @param x input {@code [inputs]}
   * @param state h, then c, {@code [2 units]}; changed in place
   */
  public void step(float[] x, float[] state) {
    System.arraycopy(state, 0, h, 0, units);
    System.arraycopy(state, units, c, 0, units);

    System.arraycopy(bias, 0, z, 0, z.length);
    inputWeights.addProduct(x, z);
    recurrentWeights.addProduct(h, z);
    Activations.tanh(z, 0, units);
    Activations.sigmoid(z, units, 4 * units);
    System.arraycopy(z, units, forgetGate, 0, units);
    System.arraycopy(z, 2 * units, outputGate, 0, units);
    System.arraycopy(z, 3 * units, inputGate, 0, units);

    for (int j = 0; j < units; j++) {
      float next = Math.fma(forgetGate[j], c[j], inputGate[j] * z[j]);
      c[j] = next;
      tanhC[j] = next;
    }
    Activations.tanh(tanhC, 0, units);
    for (int j = 0; j < units; j++) {
      h[j] = outputGate[j] * tanhC[j];
    }

    System.arraycopy(h, 0, state, 0, units);
    System.arraycopy(c, 0, state, units, units);
  }
}
