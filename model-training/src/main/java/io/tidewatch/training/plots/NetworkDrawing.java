package io.tidewatch.training.plots;

import io.tidewatch.models.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a network: sources on the left, then every layer in the column behind the last layer that
 * it reads, with lines from what it reads.
 */
public final class NetworkDrawing {
  private static final int BOX_WIDTH = 120;
  private static final int BOX_HEIGHT = 36;
  private static final int COLUMN = 160;
  private static final int ROW = 56;
  private static final int MARGIN = 20;
  private static final int TOP = 36;

  private NetworkDrawing() {}

  private record Box(String name, String kind, int column, int row) {
    double left() {
      return MARGIN + (double) column * COLUMN;
    }

    double top() {
      return TOP + (double) row * ROW;
    }
  }

  /**
   * Returns the drawing as an SVG document; the same layers give the same text.
   *
   * @param layers layers in the order of computation
   */
  public static String svg(String title, List<LayerSpec> layers) {
    Map<String, Box> boxes = boxes(layers);
    int columns = boxes.values().stream().mapToInt(Box::column).max().orElse(0) + 1;
    int rows = boxes.values().stream().mapToInt(Box::row).max().orElse(0) + 1;
    Svg svg = new Svg(2 * MARGIN + (columns - 1) * COLUMN + BOX_WIDTH, TOP + rows * ROW, title);
    svg.label(MARGIN, 18, "start", "font-size=\"13\" font-weight=\"bold\"", title);
    for (LayerSpec layer : layers) {
      for (String from : layer.from()) {
        connect(svg, boxes.get(from), boxes.get(layer.name()));
      }
    }
    boxes.values().forEach(box -> draw(svg, box));
    return svg.end();
  }

  private static Map<String, Box> boxes(List<LayerSpec> layers) {
    Map<String, Box> boxes = new LinkedHashMap<>();
    List<Integer> used = new ArrayList<>();
    for (LayerSpec layer : layers) {
      for (String from : layer.from()) {
        boxes.computeIfAbsent(from, name -> box(name, "input", 0, used));
      }
      int column =
          1 + layer.from().stream().mapToInt(from -> boxes.get(from).column()).max().orElse(0);
      boxes.put(layer.name(), box(layer.name(), kind(layer), column, used));
    }
    return boxes;
  }

  private static Box box(String name, String kind, int column, List<Integer> used) {
    while (used.size() <= column) {
      used.add(0);
    }
    int row = used.get(column);
    used.set(column, row + 1);
    return new Box(name, kind, column, row);
  }

  private static String kind(LayerSpec layer) {
    String kind = layer.getClass().getSimpleName();
    String size = " -> " + layer.outputs();
    return layer instanceof LayerSpec.Dense dense
        ? dense.inputs() + size + " " + dense.activation().name().toLowerCase(Locale.ROOT)
        : kind + size;
  }

  private static void connect(Svg svg, Box from, Box to) {
    double x1 = from.left() + BOX_WIDTH;
    double y1 = from.top() + BOX_HEIGHT / 2.0;
    double x2 = to.left();
    double y2 = to.top() + BOX_HEIGHT / 2.0;
    svg.add(
        "<path d=\"M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"#888888\"/>",
        x1, y1, x1 + 24, y1, x2 - 24, y2, x2, y2);
  }

  private static void draw(Svg svg, Box box) {
    svg.add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\""
            + " stroke=\"#0072b2\"/>",
        box.left(), box.top(), BOX_WIDTH, BOX_HEIGHT, box.column() == 0 ? "#eef6fb" : "#ffffff");
    double centre = box.left() + BOX_WIDTH / 2.0;
    svg.label(centre, box.top() + 15, "middle", "font-weight=\"bold\"", box.name());
    svg.label(centre, box.top() + 29, "middle", "font-size=\"10\"", box.kind());
  }
}
