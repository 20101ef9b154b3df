package io.tidewatch.models;

import io.tidewatch.models.kernel.Rows;

/** Nodes without weights that work element by element. */
final class ElementNodes {
  private ElementNodes() {}

  static Node of(LayerSpec.ElementWise spec, Rows[] inputs, Rows output) {
    return new ElementWiseNode(inputs, spec.operation(), output);
  }

  static Node of(LayerSpec.Subset spec, Rows[] inputs, Rows output) {
    return new SubsetNode(inputs, spec.first(), output);
  }

  private record ElementWiseNode(Rows[] inputs, LayerSpec.Operation operation, Rows y)
      implements Node {
    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        y.put(row, inputs[0].values(), inputs[0].at(row));
        for (int i = 1; i < inputs.length; i++) {
          combine(row, inputs[i]);
        }
        if (operation == LayerSpec.Operation.AVERAGE) {
          for (int j = 0; j < y.width(); j++) {
            y.set(row, j, y.get(row, j) / inputs.length);
          }
        }
      }
    }

    private void combine(int row, Rows x) {
      for (int j = 0; j < y.width(); j++) {
        float a = y.get(row, j);
        float b = x.get(row, j);
        y.set(
            row,
            j,
            switch (operation) {
              case SUBTRACT -> a - b;
              case PRODUCT -> a * b;
              case AVERAGE -> a + b;
              case MAX -> Math.max(a, b);
            });
      }
    }
  }

  private record SubsetNode(Rows[] inputs, int first, Rows y) implements Node {
    @Override
    public void linear(int count) {
      for (int row = 0; row < count; row++) {
        int skip = first;
        int to = 0;
        for (Rows x : inputs) {
          int taken = Math.max(0, Math.min(x.width() - skip, y.width() - to));
          if (taken > 0) {
            System.arraycopy(x.values(), x.at(row) + skip, y.values(), y.at(row) + to, taken);
            to += taken;
          }
          skip = Math.max(0, skip - x.width());
        }
      }
    }
  }
}
