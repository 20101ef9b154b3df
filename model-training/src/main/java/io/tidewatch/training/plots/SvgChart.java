package io.tidewatch.training.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart of lines, points or bars over two linear axes, as SVG text. Colours are told apart by
 * colour-blind readers too (Okabe and Ito 2008). Filled by one thread; series keep their order.
 */
public final class SvgChart {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 280;
  private static final int LEFT = 56;
  private static final int RIGHT = 14;
  private static final int TOP = 44;
  private static final int BOTTOM = 44;
  private static final int TICKS = 5;
  private static final List<String> COLOURS = List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7");

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();

  /**
   * What an axis shows, and from where to where.
   *
   * @param label quantity and unit
   */
  public record Axis(String label, double min, double max) {
    /** Widens an axis without length. */
    public Axis {
      if (!(max > min)) {
        double centre = min;
        min = centre - 0.5;
        max = centre + 0.5;
      }
    }
  }

  private enum Kind {
    LINE,
    POINTS,
    BARS
  }

  private record Series(Kind kind, String name, double[] x, double[] y) {}

  /** Creates an empty chart. */
  public SvgChart(String title, Axis x, Axis y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** Adds a line through points, in the order given. */
  public SvgChart line(String name, double[] xs, double[] ys) {
    return add(Kind.LINE, name, xs, ys);
  }

  /** Adds points. */
  public SvgChart points(String name, double[] xs, double[] ys) {
    return add(Kind.POINTS, name, xs, ys);
  }

  /**
   * Adds bars; those of several series stand side by side.
   *
   * @param edges where each bar's interval begins, ascending, all of one width
   */
  public SvgChart bars(String name, double[] edges, double[] heights) {
    return add(Kind.BARS, name, edges, heights);
  }

  private SvgChart add(Kind kind, String name, double[] xs, double[] ys) {
    if (xs.length != ys.length) {
      throw new IllegalArgumentException(name + ": " + xs.length + " x but " + ys.length + " y");
    }
    series.add(new Series(kind, name, xs.clone(), ys.clone()));
    return this;
  }

  /** Returns the SVG document; the same chart gives the same text. */
  public String svg() {
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    svg.label(LEFT, 16, "start", "font-size=\"13\" font-weight=\"bold\"", title);
    axes(svg);
    for (int i = 0; i < series.size(); i++) {
      draw(svg, series.get(i), i);
      if (series.size() > 1) {
        legend(svg, i);
      }
    }
    return svg.end();
  }

  private void axes(Svg svg) {
    double bottom = HEIGHT - BOTTOM;
    double step = step(y);
    for (double at = Math.ceil(y.min() / step) * step; at <= y.max() + step * 1e-9; at += step) {
      svg.line(LEFT, py(at), WIDTH - RIGHT, py(at), "#dddddd");
      svg.label(LEFT - 6, py(at) + 4, "end", "", number(at, step));
    }
    step = step(x);
    for (double at = Math.ceil(x.min() / step) * step; at <= x.max() + step * 1e-9; at += step) {
      svg.line(px(at), bottom, px(at), bottom + 4, "#333333");
      svg.label(px(at), bottom + 16, "middle", "", number(at, step));
    }
    svg.line(LEFT, bottom, WIDTH - RIGHT, bottom, "#333333");
    svg.label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "", x.label());
    svg.label(-(TOP + bottom) / 2.0, 13, "middle", "transform=\"rotate(-90)\"", y.label());
  }

  private void draw(Svg svg, Series one, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    switch (one.kind()) {
      case LINE -> {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < one.x().length; i++) {
          points.append(String.format(Locale.ROOT, "%.1f,%.1f ", px(one.x()[i]), py(one.y()[i])));
        }
        svg.add(
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
            points.toString().trim(), colour);
      }
      case POINTS -> {
        svg.add("<g fill=\"%s\" fill-opacity=\"0.35\">", colour);
        for (int i = 0; i < one.x().length; i++) {
          svg.add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>", px(one.x()[i]), py(one.y()[i]));
        }
        svg.add("</g>");
      }
      case BARS -> bars(svg, one, index, colour);
    }
  }

  private void bars(Svg svg, Series one, int index, String colour) {
    long beside = series.stream().filter(other -> other.kind() == Kind.BARS).count();
    double interval =
        one.x().length > 1 ? px(one.x()[1]) - px(one.x()[0]) : px(x.max()) - px(x.min());
    double width = 0.9 * interval / beside;
    for (int i = 0; i < one.x().length; i++) {
      double top = py(one.y()[i]);
      svg.add(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
          px(one.x()[i]) + 0.05 * interval + index * width,
          top,
          width,
          HEIGHT - BOTTOM - top,
          colour);
    }
  }

  private void legend(Svg svg, int index) {
    double left = LEFT + 150.0 * index;
    svg.add(
        "<rect x=\"%.1f\" y=\"24\" width=\"10\" height=\"10\" fill=\"%s\"/>",
        left, COLOURS.get(index % COLOURS.size()));
    svg.label(left + 14, 33, "start", "", series.get(index).name());
  }

  private double px(double value) {
    double share = (value - x.min()) / (x.max() - x.min());
    return LEFT + Math.max(0, Math.min(1, share)) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    double share = (value - y.min()) / (y.max() - y.min());
    return HEIGHT - BOTTOM - Math.max(0, Math.min(1, share)) * (HEIGHT - TOP - BOTTOM);
  }

  /** Distance of ticks: 1, 2 or 5 times a power of ten, so that there are about five. */
  private static double step(Axis axis) {
    double rough = (axis.max() - axis.min()) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
  }

  private static String number(double value, double step) {
    int digits = (int) Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
    double rounded = Math.abs(value) < step * 1e-6 ? 0 : value;
    return String.format(Locale.ROOT, "%." + digits + "f", rounded);
  }
}
