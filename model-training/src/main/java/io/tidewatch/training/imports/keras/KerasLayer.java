package io.tidewatch.training.imports.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer of a Keras model.
 *
 * @param kind its class name, such as Dense
 * @param config its configuration
 * @param inputs names of the layers that it reads, in order
 * @param weights address of each weight by its last name, such as kernel
 */
record KerasLayer(
    String name,
    String kind,
    JsonNode config,
    List<String> inputs,
    Map<String, Hdf5Object> weights) {

  RefusedImportException refused(String why) {
    return new RefusedImportException(
        "layer '%s' (%s): %s"
            .formatted(
                RefusedImportException.printable(name),
                RefusedImportException.printable(kind),
                why));
  }

  String text(String field, String otherwise) {
    JsonNode value = config.path(field);
    return value.isTextual() ? value.textValue() : otherwise;
  }

  boolean flag(String field, boolean otherwise) {
    return config.path(field).asBoolean(otherwise);
  }

  /** Returns a weight of exactly this shape. */
  double[] weight(String weight, int... dims) {
    Hdf5Object object = weights.get(weight);
    if (object == null) {
      throw refused("has no weight '" + weight + "'; save the whole model, not its weights alone");
    }
    var expected = new ArrayList<Integer>();
    for (int dim : dims) {
      expected.add(dim);
    }
    if (!object.dims().equals(expected)) {
      throw refused(
          "weight '%s' has shape %s, must be %s".formatted(weight, object.dims(), expected));
    }
    return object.values();
  }

  static Map<String, Hdf5Object> weights(Hdf5Object group) {
    Map<String, Hdf5Object> weights = new LinkedHashMap<>();
    for (String name : group.texts("weight_names")) {
      String last = name.substring(name.lastIndexOf('/') + 1);
      int colon = last.indexOf(':');
      weights.put(colon < 0 ? last : last.substring(0, colon), group.child(name));
    }
    return weights;
  }
}
