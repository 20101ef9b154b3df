package io.tidewatch.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The layers computed the slow and obvious way, in double precision: what kernels are held to. */
final class ReferenceNetwork {
  private final List<LayerSpec> layers;
  private final Map<String, float[]> tensors;
  private final Map<String, double[]> values = new HashMap<>();
  private double[] h;
  private double[] c;

  ReferenceNetwork(List<LayerSpec> layers, Map<String, float[]> tensors) {
    this.layers = layers;
    this.tensors = tensors;
    reset();
  }

  void reset() {
    int units = recurrent() ? lstm().units() : 0;
    h = new double[units];
    c = new double[units];
  }

  void set(String source, float[] value) {
    values.put(source, doubles(value));
  }

  /** Overrides h, which is otherwise what the steps made it. */
  void state(double[] newH) {
    h = newH.clone();
  }

  void step() {
    for (LayerSpec layer : layers) {
      if (layer instanceof LayerSpec.Lstm spec) {
        lstmStep(spec, values.get(spec.source()));
        return;
      }
      compute(layer);
    }
  }

  void evaluate() {
    boolean behind = !recurrent();
    for (LayerSpec layer : layers) {
      if (layer instanceof LayerSpec.Lstm) {
        values.put(layer.name(), h);
        behind = true;
      } else if (behind || layer.from().contains(LayerSpec.FEATURES)) {
        compute(layer);
      }
    }
  }

  double[] value(String layer) {
    return values.get(layer);
  }

  void value(String layer, double[] value) {
    values.put(layer, value);
  }

  /** Recomputes the dense layers only, from overridden standardised features and h. */
  void evaluateDense() {
    values.put(lstm().name(), h);
    layers.stream().filter(LayerSpec.Dense.class::isInstance).forEach(this::compute);
  }

  float[] state() {
    var state = new float[2 * h.length];
    for (int j = 0; j < h.length; j++) {
      state[j] = (float) h[j];
      state[h.length + j] = (float) c[j];
    }
    return state;
  }

  LayerSpec.Lstm lstm() {
    return (LayerSpec.Lstm)
        layers.stream().filter(LayerSpec.Lstm.class::isInstance).findFirst().orElseThrow();
  }

  private boolean recurrent() {
    return layers.stream().anyMatch(LayerSpec.Lstm.class::isInstance);
  }

  private void compute(LayerSpec layer) {
    String name = layer.name();
    double[] x = concat(layer.from());
    var y = new double[layer.outputs()];
    for (int j = 0; j < y.length; j++) {
      if (layer instanceof LayerSpec.Standardise spec) {
        y[j] = (x[j] - tensors.get(name + "/mean")[j]) * tensors.get(name + "/scale")[j];
        if (spec.clip() > 0) {
          y[j] = Math.max(-spec.clip(), Math.min(spec.clip(), y[j]));
        }
      } else if (layer instanceof LayerSpec.Embedding) {
        y[j] = tensors.get(name + "/W")[(int) x[0] * y.length + j];
      } else if (layer instanceof LayerSpec.Scale) {
        y[j] = x[j] * tensors.get(name + "/W")[j] + tensors.get(name + "/b")[j];
      } else if (layer instanceof LayerSpec.Sum) {
        for (int i = j; i < x.length; i += y.length) {
          y[j] += x[i];
        }
      } else if (layer instanceof LayerSpec.Subset spec) {
        y[j] = x[spec.first() + j];
      } else {
        float[] w = tensors.get(name + "/W");
        y[j] = tensors.get(name + "/b")[j];
        for (int i = 0; i < x.length; i++) {
          y[j] += x[i] * w[i * y.length + j];
        }
      }
    }
    values.put(name, activate(layer.activation(), y));
  }

  private void lstmStep(LayerSpec.Lstm spec, double[] x) {
    int n = spec.units();
    float[] w = tensors.get(spec.name() + "/W");
    float[] rw = tensors.get(spec.name() + "/RW");
    float[] b = tensors.get(spec.name() + "/b");
    var z = new double[4 * n];
    for (int j = 0; j < 4 * n; j++) {
      z[j] = b[j];
      for (int i = 0; i < x.length; i++) {
        z[j] += x[i] * w[i * 4 * n + j];
      }
      for (int i = 0; i < n; i++) {
        z[j] += h[i] * rw[i * 4 * n + j];
      }
    }
    for (int j = 0; j < n; j++) {
      c[j] = sigmoid(z[n + j]) * c[j] + sigmoid(z[3 * n + j]) * Math.tanh(z[j]);
      h[j] = sigmoid(z[2 * n + j]) * Math.tanh(c[j]);
    }
  }

  private double[] concat(List<String> from) {
    int width = from.stream().mapToInt(name -> values.get(name).length).sum();
    var x = new double[width];
    int at = 0;
    for (String name : from) {
      double[] part = values.get(name);
      System.arraycopy(part, 0, x, at, part.length);
      at += part.length;
    }
    return x;
  }

  static double[] activate(Activation activation, double[] y) {
    double sum = 0;
    for (double v : y) {
      sum += Math.exp(v);
    }
    var out = new double[y.length];
    for (int j = 0; j < y.length; j++) {
      double x = y[j];
      out[j] =
          switch (activation) {
            case IDENTITY -> x;
            case TANH -> Math.tanh(x);
            case SIGMOID -> sigmoid(x);
            case HARDSIGMOID -> Math.max(0, Math.min(1, 0.2 * x + 0.5));
            case RELU -> Math.max(0, x);
            case LEAKYRELU -> x > 0 ? x : 0.01 * x;
            case SOFTPLUS -> x > 30 ? x : Math.log1p(Math.exp(x));
            case SOFTMAX -> Math.exp(x) / sum;
          };
    }
    return out;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double[] doubles(float[] values) {
    var doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
