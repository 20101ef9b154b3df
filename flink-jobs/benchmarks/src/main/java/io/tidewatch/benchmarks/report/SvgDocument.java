package io.tidewatch.benchmarks.report;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Turns a chart into the text of an SVG document. Stateless. */
final class SvgDocument {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** Inverts lightness and keeps hues where the reader asks for dark pages. */
  private static final String DARK =
      "@media (prefers-color-scheme: dark) { svg { filter: invert(0.92) hue-rotate(180deg); } }";

  private SvgDocument() {}

  /**
   * Draws.
   *
   * @param description what the axes show, for readers that see no picture
   * @param width in pixels
   * @param height in pixels
   */
  static String of(JFreeChart chart, String description, int width, int height) {
    try {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .getDOMImplementation()
              .createDocument(NAMESPACE, "svg", null);
      SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
      context.setComment(null);
      var graphics = new SVGGraphics2D(context, false);
      graphics.setSVGCanvasSize(new Dimension(width, height));
      chart.draw(graphics, new Rectangle(width, height));
      Element root = graphics.getRoot();
      root.setAttribute("viewBox", "0 0 " + width + " " + height);
      root.setAttribute("role", "img");
      root.insertBefore(element(document, "style", DARK), root.getFirstChild());
      root.insertBefore(element(document, "desc", description), root.getFirstChild());
      root.insertBefore(
          element(document, "title", chart.getTitle().getText()), root.getFirstChild());
      return write(root);
    } catch (ParserConfigurationException | TransformerException e) {
      throw new IllegalStateException("this JDK cannot write XML", e);
    }
  }

  private static Element element(Document document, String name, String text) {
    Element element = document.createElementNS(NAMESPACE, name);
    element.setTextContent(text);
    return element;
  }

  private static String write(Element root) throws TransformerException {
    Transformer transformer = TransformerFactory.newInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    transformer.setOutputProperty(OutputKeys.INDENT, "yes");
    var text = new StringWriter();
    transformer.transform(new DOMSource(root), new StreamResult(text));
    return text.toString();
  }
}
