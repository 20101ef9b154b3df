package io.tidewatch.training.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.models.Activation;
import io.tidewatch.models.LayerSpec;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgChartTest {
  private static final SvgChart.Axis UNIT = new SvgChart.Axis("score <&>", 0, 1);

  @Test
  void drawsLinesPointsAndBarsIntoTheFrame() throws Exception {
    SvgChart chart =
        new SvgChart("Title & more", UNIT, new SvgChart.Axis("count", 0, 10))
            .line("line", new double[] {0, 0.5, 1}, new double[] {0, 5, 10})
            .points("points", new double[] {0.5}, new double[] {5})
            .bars("bars", new double[] {0, 0.5}, new double[] {10, 5});
    Document svg = parsed(chart.svg());
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Title & more");
    // Left bottom, middle, right top of the frame.
    assertThat(
            svg.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getTextContent())
        .isEqualTo("56.0,236.0 231.0,140.0 406.0,44.0");
    assertThat(
            svg.getElementsByTagName("circle")
                .item(0)
                .getAttributes()
                .getNamedItem("cx")
                .getTextContent())
        .isEqualTo("231.0");
    // Ground, two bars, three signs of the legend.
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(6);
  }

  @Test
  void isTheSameInEveryLocaleAndHasNoEmptyLine() {
    SvgChart chart =
        new SvgChart("t", UNIT, UNIT).line("l", new double[] {0.25}, new double[] {0.75});
    String text = chart.svg();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(chart.svg()).isEqualTo(text).doesNotContain("\n\n");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void standsAnAxisWithoutLength() throws Exception {
    SvgChart chart =
        new SvgChart("t", new SvgChart.Axis("x", 3, 3), UNIT)
            .line("l", new double[] {3}, new double[] {0.5});
    assertThat(chart.svg()).contains("231.0,140.0");
    parsed(chart.svg());
    assertThatThrownBy(() -> chart.line("uneven", new double[1], new double[2]))
        .hasMessageContaining("uneven: 1 x but 2 y");
  }

  @Test
  void drawsEveryLayerAndEveryConnectionOfANetwork() throws Exception {
    Document svg =
        parsed(
            NetworkDrawing.svg(
                "Network",
                List.of(
                    new LayerSpec.Lstm("lstm", LayerSpec.STEPS, 13, 24),
                    new LayerSpec.Dense(
                        "hidden", List.of("lstm", LayerSpec.FEATURES), 66, 32, Activation.TANH),
                    new LayerSpec.Dense("churn", List.of("hidden"), 32, 1, Activation.SIGMOID))));
    // Ground, steps, features, three layers.
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(6);
    assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(4);
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("Lstm -> 24", "66 -> 32 tanh", "32 -> 1 sigmoid", "features", "steps");
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
