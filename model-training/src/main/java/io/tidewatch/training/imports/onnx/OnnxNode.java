package io.tidewatch.training.imports.onnx;

import io.tidewatch.training.imports.RefusedImportException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One operator of a graph.
 *
 * @param domain {@code ""} for ONNX itself, {@code "ai.onnx.ml"} for classical models
 * @param inputs names of values; {@code ""} for an optional one that is left out
 */
record OnnxNode(
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {

  RefusedImportException refused(String why) {
    return new RefusedImportException(
        "node '%s' (%s): %s"
            .formatted(
                RefusedImportException.printable(name),
                RefusedImportException.printable(operator),
                why));
  }

  /** Returns whether an optional input is given. */
  boolean has(int input) {
    return input < inputs.size() && !inputs.get(input).isEmpty();
  }

  String output(int index) {
    return index < outputs.size() ? outputs.get(index) : "";
  }

  boolean hasAttribute(String attribute) {
    return attributes.containsKey(attribute);
  }

  long integer(String attribute, long otherwise) {
    OnnxAttribute given = attributes.get(attribute);
    return given == null ? otherwise : given.integer();
  }

  float number(String attribute, float otherwise) {
    OnnxAttribute given = attributes.get(attribute);
    return given == null ? otherwise : given.number();
  }

  String text(String attribute, String otherwise) {
    OnnxAttribute given = attributes.get(attribute);
    return given == null ? otherwise : given.text();
  }

  long[] integers(String attribute) {
    OnnxAttribute given = attributes.get(attribute);
    return given == null ? new long[0] : given.integers();
  }

  double[] floats(String attribute) {
    OnnxAttribute given = attributes.get(attribute);
    return given == null ? new double[0] : given.floats();
  }

  /** Refuses attributes that this compiler does not look at: they may change the meaning. */
  void onlyAttributes(String... known) {
    Set<String> names = Set.of(known);
    for (String attribute : attributes.keySet()) {
      if (!names.contains(attribute)) {
        throw refused(
            "attribute '%s' is unknown here; known: %s"
                .formatted(RefusedImportException.printable(attribute), String.join(", ", known)));
      }
    }
  }
}
