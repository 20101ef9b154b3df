package io.tidewatch.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.AbstractRenderer;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A plot as SVG, in the same style for all benchmarks: white ground, colours that colour-blind
 * readers tell apart (Okabe and Ito 2008), turned dark where the reader's system is dark. Filled by
 * one thread; series and categories keep the order in which they came.
 */
public final class Plot {
  private static final int WIDTH = 840;
  private static final int HEIGHT = 420;
  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x00, 0x72, 0xb2),
          new Color(0xe6, 0x9f, 0x00),
          new Color(0x00, 0x9e, 0x73),
          new Color(0xcc, 0x79, 0xa7),
          new Color(0xd5, 0x5e, 0x00),
          new Color(0x56, 0xb4, 0xe9),
          new Color(0x66, 0x66, 0x66));

  private final String name;
  private final JFreeChart chart;
  private final DefaultCategoryDataset bars;
  private final XYSeriesCollection points;

  private Plot(
      String name, JFreeChart chart, DefaultCategoryDataset bars, XYSeriesCollection points) {
    this.name = name;
    this.chart = chart;
    this.bars = bars;
    this.points = points;
  }

  /**
   * What an axis shows.
   *
   * @param label quantity and unit, such as {@code time per event, us}
   * @param logarithmic whether equal steps are equal factors; then all values must be above zero
   */
  public record Axis(String label, boolean logarithmic) {
    /** An axis on which equal steps are equal differences. */
    public static Axis linear(String label) {
      return new Axis(label, false);
    }

    /** An axis on which equal steps are equal factors. */
    public static Axis logarithmic(String label) {
      return new Axis(label, true);
    }
  }

  /**
   * Creates bars side by side, grouped by category; fill it with {@link #bar}.
   *
   * @param name for the file, such as mlp
   * @param categories what the groups are, such as batch size
   */
  public static Plot bars(String name, String title, String categories, Axis values) {
    var data = new DefaultCategoryDataset();
    var renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.04);
    var plot = new CategoryPlot(data, new CategoryAxis(categories), axis(values), renderer);
    plot.setRangeGridlinesVisible(true);
    return new Plot(name, new JFreeChart(title, plot), data, new XYSeriesCollection());
  }

  /** Creates lines through points; fill it with {@link #point}. */
  public static Plot lines(String name, String title, Axis x, Axis y) {
    var data = new XYSeriesCollection();
    var renderer = new XYLineAndShapeRenderer(true, true);
    renderer.setDefaultStroke(new BasicStroke(2f));
    renderer.setAutoPopulateSeriesStroke(false);
    return new Plot(
        name,
        new JFreeChart(title, new XYPlot(data, axis(x), axis(y), renderer)),
        new DefaultCategoryDataset(),
        data);
  }

  private static void colour(AbstractRenderer renderer) {
    for (int i = 0; i < COLOURS.size(); i++) {
      renderer.setSeriesPaint(i, COLOURS.get(i));
    }
  }

  private static ValueAxis axis(Axis wanted) {
    NumberFormat format =
        new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
    if (wanted.logarithmic()) {
      var axis = new LogAxis(wanted.label());
      axis.setNumberFormatOverride(format);
      // One power of ten apart.
      axis.setTickUnit(new NumberTickUnit(1, format));
      return axis;
    }
    var axis = new NumberAxis(wanted.label());
    axis.setStandardTickUnits(new NumberTickUnitSource(false, format));
    axis.setAutoRangeIncludesZero(true);
    return axis;
  }

  /** Sets the height of one bar. */
  public Plot bar(String series, String category, double value) {
    bars.setValue(value, series, category);
    return this;
  }

  /** Adds a point; the points of a series are joined by their x. */
  public Plot point(String series, double x, double y) {
    int index = points.getSeriesIndex(series);
    if (index < 0) {
      points.addSeries(new XYSeries(series));
      index = points.getSeriesCount() - 1;
    }
    points.getSeries(index).add(x, y);
    return this;
  }

  /** Returns the plot's name, without that of its benchmark. */
  public String name() {
    return name;
  }

  /** Returns the SVG document; the same plot gives the same text. */
  public String svg() {
    style();
    return SvgDocument.of(chart, axes(), WIDTH, HEIGHT);
  }

  private String axes() {
    if (chart.getPlot() instanceof CategoryPlot plot) {
      return plot.getRangeAxis().getLabel() + " by " + plot.getDomainAxis().getLabel();
    }
    var plot = (XYPlot) chart.getPlot();
    return plot.getRangeAxis().getLabel() + " by " + plot.getDomainAxis().getLabel();
  }

  private void style() {
    var theme = new StandardChartTheme("tidewatch");
    theme.setExtraLargeFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    theme.setLargeFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    theme.setRegularFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    theme.setSmallFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    theme.setTitlePaint(INK);
    theme.setAxisLabelPaint(INK);
    theme.setTickLabelPaint(INK);
    theme.setLegendItemPaint(INK);
    theme.setChartBackgroundPaint(Color.WHITE);
    theme.setLegendBackgroundPaint(Color.WHITE);
    theme.setPlotBackgroundPaint(Color.WHITE);
    theme.setRangeGridlinePaint(GRID);
    theme.setDomainGridlinePaint(GRID);
    theme.setShadowVisible(false);
    theme.setBarPainter(new StandardBarPainter());
    theme.apply(chart);
    chart.setBorderVisible(false);
    chart.setPadding(new RectangleInsets(10, 10, 10, 10));
    chart.getPlot().setOutlineVisible(false);
    // After the theme, which forgets them.
    if (chart.getPlot() instanceof CategoryPlot plot) {
      var renderer = (BarRenderer) plot.getRenderer();
      colour(renderer);
      if (plot.getRangeAxis() instanceof LogAxis axis) {
        giveBarsAFoot(plot, renderer, axis);
      }
    } else if (chart.getPlot() instanceof XYPlot plot) {
      colour((XYLineAndShapeRenderer) plot.getRenderer());
    }
  }

  /** Zero is nowhere on a logarithmic axis: bars stand on the power of ten below the smallest. */
  private static void giveBarsAFoot(CategoryPlot plot, BarRenderer renderer, LogAxis axis) {
    renderer.setIncludeBaseInRange(false);
    Range range = plot.getDataRange(axis);
    if (range != null) {
      double foot = Math.pow(10, Math.ceil(Math.log10(range.getLowerBound())) - 1);
      renderer.setBase(foot);
      // A hair further at both ends, or rounding loses the outermost labels.
      double top = Math.pow(10, Math.ceil(Math.log10(range.getUpperBound())));
      axis.setRange(foot * 0.999, top * 1.001);
    }
  }
}
