package io.tidewatch.training.imports.dl4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidewatch.training.imports.RefusedImportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rebuilds a network from configuration.json, read as a tree: no field of it ever chooses a class.
 * All names of classes are compared with {@link KnownClasses} and all sizes with the coefficients
 * before DL4J sees anything.
 */
final class Configurations {
  private static final int MAX_VERTICES = 64;
  private static final int MAX_NAME = 64;
  private static final int MAX_DEPTH = 24;
  private static final int MAX_TEXT = 2_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_TEXT)
                          .maxNameLength(MAX_TEXT)
                          .maxNumberLength(60)
                          .build())
                  .build())
          .build();

  private Configurations() {}

  /**
   * @throws RefusedImportException naming what is not known, or does not fit
   */
  static Dl4jNetwork rebuild(Dl4jZip zip) {
    JsonNode root;
    try {
      root = MAPPER.readTree(zip.configuration());
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw new RefusedImportException(
          "configuration.json is not the JSON of a network: "
              + RefusedImportException.printable(message),
          e);
    }
    KnownClasses.check(root, "configuration.json");
    if (root.path("vertices").isObject()) {
      return graph(root, zip.coefficients());
    } else if (root.path("confs").isArray()) {
      return stack(root, zip.coefficients());
    }
    throw new RefusedImportException(
        "configuration.json has neither 'confs' nor 'vertices', so is no network of DL4J 1.0.0");
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder().weightInit(WeightInit.ZERO);
  }

  private static Dl4jNetwork stack(JsonNode root, byte[] coefficients) {
    JsonNode confs = root.path("confs");
    requireCount(confs.size(), "layers");
    var list = builder().list();
    long count = 0;
    for (int i = 0; i < confs.size(); i++) {
      String path = "configuration.json.confs[" + i + "].layer";
      JsonNode json = layerOf(confs.get(i), path);
      count += ParameterCount.of(json, path);
      Layer layer = LayerConfigurations.of(json, path);
      list.layer(i, layer);
      InputPreProcessor preprocessor =
          LayerConfigurations.preprocessor(
              root.path("inputPreProcessors").path(String.valueOf(i)),
              "configuration.json.inputPreProcessors." + i);
      if (preprocessor != null) {
        list.inputPreProcessor(i, preprocessor);
      }
    }
    float[] parameters = Coefficients.read(coefficients, count);
    return built(
        () -> {
          var network = new MultiLayerNetwork(list.validateOutputLayerConfig(false).build());
          network.init();
          network.setParams(row(parameters, network.numParams()));
          return new StackNetwork(network);
        });
  }

  private static Dl4jNetwork graph(JsonNode root, byte[] coefficients) {
    JsonNode vertices = root.path("vertices");
    requireCount(vertices.size(), "vertices");
    GraphBuilder graph = builder().graphBuilder();
    graph.addInputs(names(root.path("networkInputs"), "networkInputs"));
    long count = 0;
    for (Iterator<Map.Entry<String, JsonNode>> all = vertices.properties().iterator();
        all.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = all.next();
      String name = requireName(entry.getKey());
      JsonNode json = entry.getValue();
      String path = "configuration.json.vertices." + name;
      List<String> inputs = names(root.path("vertexInputs").path(name), "vertexInputs." + name);
      String[] from = inputs.toArray(String[]::new);
      if (KnownClasses.kind(json, path).equals("LayerVertex")) {
        JsonNode layer = layerOf(json.path("layerConf"), path);
        count += ParameterCount.of(layer, path);
        graph.addLayer(
            name,
            LayerConfigurations.of(layer, path),
            LayerConfigurations.preprocessor(json.path("preProcessor"), path + ".preProcessor"),
            from);
      } else {
        graph.addVertex(name, joint(json, path), from);
      }
    }
    List<String> outputs = names(root.path("networkOutputs"), "networkOutputs");
    graph.setOutputs(outputs.toArray(String[]::new));
    float[] parameters = Coefficients.read(coefficients, count);
    List<String> order = names(root.path("topologicalOrderStr"), "topologicalOrderStr");
    return built(
        () -> {
          var network = new ComputationGraph(graph.validateOutputLayerConfig(false).build());
          network.init();
          requireOrder(order, network.getConfiguration().getTopologicalOrderStr());
          network.setParams(row(parameters, network.numParams()));
          return new GraphNetwork(network);
        });
  }

  private interface Build {
    Dl4jNetwork get();
  }

  private static Dl4jNetwork built(Build build) {
    try {
      return build.get();
    } catch (RefusedImportException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RefusedImportException(
          "DL4J does not build this network: "
              + RefusedImportException.printable(String.valueOf(e.getMessage())),
          e);
    }
  }

  /** The parameters lie in the order in which the vertices were computed. */
  private static void requireOrder(List<String> saved, List<String> rebuilt) {
    if (!saved.isEmpty() && !saved.equals(rebuilt)) {
      throw new RefusedImportException(
          ("configuration.json.topologicalOrderStr is %s, DL4J orders the vertices %s: the"
                  + " parameters would be mistaken; add the vertices in the order of computation")
              .formatted(RefusedImportException.printable(saved.toString()), rebuilt));
    }
  }

  private static INDArray row(float[] parameters, long expected) {
    if (parameters.length != expected) {
      throw new RefusedImportException(
          "coefficients.bin has %d parameters, DL4J's network %d"
              .formatted(parameters.length, expected));
    }
    return Nd4j.create(parameters, new long[] {1, parameters.length}, 'c');
  }

  private static JsonNode layerOf(JsonNode configuration, String path) {
    String type = configuration.path("dataType").asText("FLOAT");
    if (!type.equals("FLOAT")) {
      throw LayerConfigurations.refused(
          path,
          "has data type %s; train with FLOAT".formatted(RefusedImportException.printable(type)));
    }
    return configuration.path("layer");
  }

  private static GraphVertex joint(JsonNode json, String path) {
    String kind = KnownClasses.kind(json, path);
    return switch (kind) {
      case "MergeVertex" -> new MergeVertex();
      case "LastTimeStepVertex" ->
          new LastTimeStepVertex(requireName(json.path("maskArrayInputName").asText("")));
      case "SubsetVertex" -> {
        int from = json.path("from").asInt(-1);
        int to = json.path("to").asInt(-1);
        if (from < 0 || to < from || to >= LayerConfigurations.MAX_WIDTH) {
          throw LayerConfigurations.refused(path, "takes values " + from + " to " + to);
        }
        yield new SubsetVertex(from, to);
      }
      case "ElementWiseVertex" -> {
        String op = json.path("op").asText("");
        for (ElementWiseVertex.Op known : ElementWiseVertex.Op.values()) {
          if (known.name().equals(op)) {
            yield new ElementWiseVertex(known);
          }
        }
        throw LayerConfigurations.refused(
            path, "op '" + RefusedImportException.printable(op) + "' is unknown");
      }
      default -> throw LayerConfigurations.refused(path, kind + " is no vertex");
    };
  }

  private static List<String> names(JsonNode list, String field) {
    var names = new ArrayList<String>();
    if (list.size() > MAX_VERTICES * 2) {
      throw new RefusedImportException(
          "configuration.json." + field + " has " + list.size() + " names");
    }
    for (JsonNode name : list) {
      names.add(requireName(name.asText("")));
    }
    return names;
  }

  private static String requireName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new RefusedImportException(
          "'%s' is no name of a vertex: 1 to %d characters"
              .formatted(RefusedImportException.printable(name), MAX_NAME));
    }
    return name;
  }

  private static void requireCount(int count, String what) {
    if (count < 1 || count > MAX_VERTICES) {
      throw new RefusedImportException(
          "configuration.json has %d %s; must be 1 to %d".formatted(count, what, MAX_VERTICES));
    }
  }
}
