package io.tidewatch.training.imports.onnx;

import io.tidewatch.training.imports.Row;
import io.tidewatch.training.imports.Row.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that pick, join or turn values. */
final class ShapeOperators {
  private ShapeOperators() {}

  static Row concat(Operation op) {
    op.node().onlyAttributes("axis");
    var rows = new ArrayList<Row>();
    Row first = op.row(0);
    for (int i = 0; i < op.inputs().size(); i++) {
      Row row = op.row(i);
      if (row.layout() != first.layout() || row.ofSteps() != first.ofSteps()) {
        throw op.refused("joins %s with %s".formatted(first.layout(), row.layout()));
      }
      rows.add(row);
    }
    Layout layout = first.layout();
    requireLast(op, op.axis(op.node().integer("axis", -1), layout.rank()), layout);
    return op.builder().beside(rows);
  }

  static Row gather(Operation op) {
    op.node().onlyAttributes("axis");
    Row x = op.row(0);
    OnnxTensor indices = op.constant(1);
    int axis = op.axis(op.node().integer("axis", 0), x.layout().rank());
    boolean scalar = indices.rank() == 0;
    if (scalar && axis == x.layout().time()) {
      return atLastStep(op, x, indices.longs()[0]);
    }
    if (scalar && axis == 0 && x.layout() == Layout.DIRECTION_BATCH) {
      long index = indices.longs()[0];
      if (index != 0 && index != -1) {
        throw op.refused("picks direction %d of one".formatted(index));
      }
      return x.as(Layout.ROWS);
    }
    requireLast(op, axis, x.layout());
    if (indices.rank() > 1) {
      throw op.refused("picks by indices of shape %s; use a list".formatted(indices.dims()));
    }
    Row picked = DenseOperators.columns(op, x, indices.longs());
    if (!scalar) {
      return picked;
    }
    if (x.layout() != Layout.ROWS) {
      throw op.refused("picks one value of each step; pick a list of one");
    }
    return picked.as(Layout.FLAT);
  }

  private static Row atLastStep(Operation op, Row x, long index) {
    if (x.ofSteps()) {
      throw op.refused("reads one step of the input; a release reads steps through an LSTM only");
    }
    if (index != -1) {
      throw op.refused("picks step %d; a release knows the last one, -1".formatted(index));
    }
    return x.as(x.layout() == Layout.TIME_DIRECTION_BATCH ? Layout.DIRECTION_BATCH : Layout.ROWS);
  }

  static Row slice(Operation op) {
    op.node().onlyAttributes("starts", "ends", "axes");
    Row x = op.rows(0);
    long[] starts = op.integers("starts", 1);
    long[] ends = op.integers("ends", 2);
    long[] axes = op.integers("axes", 3);
    long[] steps = op.node().has(4) ? op.constant(4).longs() : new long[] {1};
    boolean one = starts.length == 1 && ends.length == 1 && axes.length == 1 && steps.length == 1;
    if (!one || op.axis(axes[0], 2) != 1 || steps[0] != 1) {
      throw op.refused("slices along another axis than the columns, or with steps; use [:, a:b]");
    }
    int width = x.width();
    int first = (int) Math.max(0, Math.min(width, starts[0] < 0 ? starts[0] + width : starts[0]));
    int end = (int) Math.max(0, Math.min(width, ends[0] < 0 ? ends[0] + width : ends[0]));
    if (end <= first) {
      throw op.refused("slices [%d, %d) of %d columns".formatted(starts[0], ends[0], width));
    }
    return op.builder().subset(op.hint(), x, first, end - first);
  }

  static List<Row> split(Operation op) {
    op.node().onlyAttributes("axis", "split", "num_outputs");
    Row x = op.rows(0);
    if (op.axis(op.node().integer("axis", 0), 2) != 1) {
      throw op.refused("splits the customers; use axis 1");
    }
    int count = op.node().outputs().size();
    long[] sizes = op.integers("split", 1);
    if (sizes.length == 0) {
      if (x.width() % count != 0) {
        throw op.refused("splits %d columns into %d unequal parts".formatted(x.width(), count));
      }
      sizes = new long[count];
      Arrays.fill(sizes, x.width() / count);
    }
    Row shared = op.builder().shared(x);
    var parts = new ArrayList<Row>();
    long from = 0;
    for (long size : sizes) {
      if (size < 1 || from + size > x.width()) {
        throw op.refused("splits %d columns at %d".formatted(x.width(), from + size));
      }
      parts.add(op.builder().subset(op.hint(), shared, (int) from, (int) size));
      from += size;
    }
    if (from != x.width() || parts.size() != count) {
      throw op.refused("splits %d of %d columns".formatted(from, x.width()));
    }
    return parts;
  }

  static Row flatten(Operation op) {
    op.node().onlyAttributes("axis");
    Row x = op.rows(0);
    if (op.axis(op.node().integer("axis", 1), 2) != 1) {
      throw op.refused("flattens the customers; use axis 1");
    }
    return x;
  }

  /**
   * Known are shapes that leave {@code [N, width]} as it is, or make it or a step of an LSTM so.
   */
  static Row reshape(Operation op) {
    op.node().onlyAttributes("allowzero");
    Row x = op.row(0);
    long[] shape = op.constant(1).longs();
    boolean plain =
        x.layout() == Layout.ROWS
            || x.layout() == Layout.FLAT
            || x.layout() == Layout.DIRECTION_BATCH;
    if (plain && x.width() == 1 && shape.length == 1 && shape[0] == -1) {
      return x.as(Layout.FLAT);
    }
    boolean known =
        plain
            && shape.length == 2
            && (shape[1] == x.width() && shape[0] <= 0
                || shape[1] == -1 && shape[0] == 0 && x.layout() == Layout.ROWS);
    if (!known) {
      throw op.refused(
          "reshapes %s of width %d to %s; known is [-1, width]"
              .formatted(x.layout(), x.width(), Arrays.toString(shape)));
    }
    return x.as(Layout.ROWS);
  }

  static Row squeeze(Operation op) {
    op.node().onlyAttributes("axes");
    Row x = op.row(0);
    long[] axes = op.integers("axes", 1);
    int axis = axes.length == 1 ? op.axis(axes[0], x.layout().rank()) : -1;
    if (x.layout() == Layout.TIME_DIRECTION_BATCH && axis == 1) {
      return x.as(Layout.TIME_BATCH);
    } else if (x.layout() == Layout.DIRECTION_BATCH && axis == 0) {
      return x.as(Layout.ROWS);
    } else if (x.layout() == Layout.ROWS && axis == 1 && x.width() == 1) {
      return x.as(Layout.FLAT);
    }
    throw op.refused(
        "squeezes axes %s of %s; only an extent that is always 1 can go"
            .formatted(Arrays.toString(axes), x.layout()));
  }

  static Row unsqueeze(Operation op) {
    op.node().onlyAttributes("axes");
    Row x = op.row(0);
    long[] axes = op.integers("axes", 1);
    if (x.layout() == Layout.FLAT && axes.length == 1 && op.axis(axes[0], 2) == 1) {
      return x.as(Layout.ROWS);
    }
    throw op.refused("gives %s another extent; known is [N] to [N, 1]".formatted(x.layout()));
  }

  static Row transpose(Operation op) {
    op.node().onlyAttributes("perm");
    Row x = op.row(0);
    List<Long> order = Arrays.stream(op.node().integers("perm")).boxed().toList();
    if (x.layout() == Layout.ROWS && order.equals(List.of(0L, 1L))) {
      return x;
    } else if (order.equals(List.of(1L, 0L, 2L)) && x.layout() == Layout.BATCH_TIME) {
      return x.as(Layout.TIME_BATCH);
    } else if (order.equals(List.of(1L, 0L, 2L)) && x.layout() == Layout.TIME_BATCH) {
      return x.as(Layout.BATCH_TIME);
    }
    throw op.refused(
        "turns %s by %s; known is time against customers".formatted(x.layout(), order));
  }

  private static void requireLast(Operation op, int axis, Layout layout) {
    if (axis != layout.rank() - 1 || layout == Layout.FLAT) {
      throw op.refused(
          "works along axis %d of %s; only the last one, the columns, can be"
              .formatted(axis, layout));
    }
  }
}
