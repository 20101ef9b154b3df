package io.tidewatch.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.benchmarks.report.Plot.Axis;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Plots are well-formed SVG that says what it shows. */
final class PlotTest {
  @Test
  void barsAreNamedInText() throws Exception {
    Element svg = parse(bars().svg());

    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo("time, us by batch size");
    assertThat(texts(svg))
        .contains("Time per event", "batch size", "Tidewatch", "ONNX Runtime", "1", "8");
  }

  @Test
  void linesAreNamedInText() throws Exception {
    Plot plot =
        Plot.lines(
                "growth",
                "Throughput",
                Axis.logarithmic("customers"),
                Axis.linear("events per second"))
            .point("scoring", 10_000, 50_000)
            .point("scoring", 1_000_000, 40_000);

    assertThat(texts(parse(plot.svg()))).contains("Throughput", "customers", "scoring");
  }

  @Test
  void everyBarIsDrawnInTheColourOfItsSeries() throws Exception {
    NodeList shapes = parse(bars().svg()).getElementsByTagName("*");
    long blue = 0;
    for (int i = 0; i < shapes.getLength(); i++) {
      if (((Element) shapes.item(i)).getAttribute("fill").equals("rgb(0,114,178)")) {
        blue++;
      }
    }

    assertThat(blue).as("two bars and the legend").isGreaterThanOrEqualTo(3);
  }

  @Test
  void samePlotGivesTheSameText() {
    assertThat(bars().svg()).isEqualTo(bars().svg());
  }

  @Test
  void followsTheReadersColourScheme() {
    assertThat(bars().svg()).contains("prefers-color-scheme: dark");
  }

  private static Plot bars() {
    return Plot.bars("mlp", "Time per event", "batch size", Axis.logarithmic("time, us"))
        .bar("Tidewatch", "1", 0.15)
        .bar("ONNX Runtime", "1", 3.4)
        .bar("Tidewatch", "8", 0.14)
        .bar("ONNX Runtime", "8", 0.84);
  }

  private static Element parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  private static List<String> texts(Element svg) {
    NodeList nodes = svg.getElementsByTagName("text");
    var texts = new ArrayList<String>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
