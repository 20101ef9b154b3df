package io.tidewatch.models.kernel;

/** The LSTM step in plain Java, row by row, over plain arrays that the JIT compiler vectorises. */
final class ScalarLstmStep implements LstmStep {
  private final ScalarMatrix inputWeights;
  private final ScalarMatrix recurrentWeights;
  private final float[] bias;
  private final int units;

  private final float[] z;
  private final float[] forgetGate;
  private final float[] outputGate;
  private final float[] inputGate;
  private final float[] hNext;
  private final float[] cNext;
  private final float[] tanhC;

  ScalarLstmStep(float[] w, int inputs, float[] rw, int units, float[] bias) {
    inputWeights = new ScalarMatrix(w, 0, inputs, 4 * units);
    recurrentWeights = new ScalarMatrix(rw, 0, units, 4 * units);
    this.bias = bias.clone();
    this.units = units;
    z = new float[4 * units];
    forgetGate = new float[units];
    outputGate = new float[units];
    inputGate = new float[units];
    hNext = new float[units];
    cNext = new float[units];
    tanhC = new float[units];
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
    for (int row = 0; row < count; row++) {
      System.arraycopy(bias, 0, z, 0, z.length);
      inputWeights.add(x.values, x.at(row), z);
      recurrentWeights.add(h.values, h.at(row), z);
      c.take(row, cNext, 0);
      gates();
      c.put(row, cNext, 0);
      h.put(row, hNext, 0);
    }
  }

  private void gates() {
    Activations.tanh(z, 0, units);
    Activations.sigmoid(z, units, 4 * units);
    System.arraycopy(z, units, forgetGate, 0, units);
    System.arraycopy(z, 2 * units, outputGate, 0, units);
    System.arraycopy(z, 3 * units, inputGate, 0, units);
    for (int j = 0; j < units; j++) {
      float next = Math.fma(forgetGate[j], cNext[j], inputGate[j] * z[j]);
      cNext[j] = next;
      tanhC[j] = next;
    }
    Activations.tanh(tanhC, 0, units);
    for (int j = 0; j < units; j++) {
      hNext[j] = outputGate[j] * tanhC[j];
    }
  }
}
