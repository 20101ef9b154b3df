package io.tidewatch.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * manifest.json: a {@link Manifest} with the layout of weights and probes. Read as a tree and taken
 * apart by hand: no field of a hostile manifest ever chooses a class.
 */
final class ManifestJson {
  /** Version of the format. */
  static final int FORMAT = 1;

  /**
   * The whole document.
   *
   * @param tensors shape of each tensor by name, in the order in which they are stored
   * @param probeSteps number of steps of each probe
   */
  record Document(
      Manifest manifest, SortedMap<String, List<Integer>> tensors, List<Integer> probeSteps) {}

  private static final String CHURN = "churn";
  private static final String RECOMMEND = "recommend";
  private static final String TEXT = "text";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.JSON_DEPTH)
                          .maxStringLength(Limits.TEXT_LENGTH)
                          .maxNameLength(Limits.TEXT_LENGTH)
                          .maxNumberLength(40)
                          .maxDocumentLength(Limits.MANIFEST_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ManifestJson() {}

  static byte[] write(Document document) {
    Manifest manifest = document.manifest();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("name", manifest.name());
    root.put("version", manifest.version());
    writeTask(manifest.task(), root.putObject("task"));
    ArrayNode layers = root.putArray("layers");
    manifest.layers().forEach(layer -> LayerJson.write(layer, layers.addObject()));
    ArrayNode tensors = root.putArray("tensors");
    int offset = 0;
    for (var tensor : document.tensors().entrySet()) {
      ObjectNode node = tensors.addObject().put("name", tensor.getKey());
      tensor.getValue().forEach(node.putArray("shape")::add);
      node.put("offset", offset);
      offset += Tensors.count(tensor.getValue());
    }
    document.probeSteps().forEach(root.putArray("probeSteps")::add);
    root.putObject("provenance")
        .put("trainingData", manifest.provenance().trainingData())
        .put("trainer", manifest.provenance().trainer())
        .put("seed", manifest.provenance().seed())
        .put("source", manifest.provenance().source().name())
        .put("evaluationData", manifest.provenance().evaluationData());
    manifest.metrics().forEach(root.putObject("metrics")::put);
    manifest
        .reference()
        .ifPresent(reference -> ReferenceJson.write(reference, root.putObject("reference")));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }

  private static void writeTask(Task task, ObjectNode node) {
    if (task instanceof Task.Churn churn) {
      node.put("kind", CHURN).put("catalogueDigest", churn.catalogueDigest());
      churn.stepNames().forEach(node.putArray("stepNames")::add);
      node.put("horizonDays", churn.horizonDays());
      churn.outputs().forEach(node.putArray("outputs")::add);
      node.putObject("spend")
          .put("kind", churn.spend().kind().name())
          .put("scale", churn.spend().scale());
    } else if (task instanceof Task.Recommend recommend) {
      node.put("kind", RECOMMEND).put("recentDecay", recommend.recentDecay());
      recommend.vocabulary().forEach(node.putArray("vocabulary")::add);
    } else if (task instanceof Task.Text text) {
      node.put("kind", TEXT).put("tokens", text.tokens());
      node.put("grams", text.grams()).put("rows", text.rows());
      if (text.distinct()) {
        node.put("distinct", true);
      }
      text.labels().forEach(node.putArray("labels")::add);
      text.vocabulary().forEach(node.putArray("vocabulary")::add);
    }
  }

  static Document read(byte[] json) throws RefusedReleaseException {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new RefusedReleaseException(
          Gate.FORMAT, "manifest.json is not the JSON of a release: " + firstLine(e), e);
    }
    var root = new ManifestField("manifest.json", tree);
    int format = root.integer("format", 0, Integer.MAX_VALUE);
    if (format != FORMAT) {
      throw root.refused("format " + format + " is not " + FORMAT + "; train with this version");
    }
    root.onlyFields(
        "format",
        "name",
        "version",
        "task",
        "layers",
        "tensors",
        "probeSteps",
        "provenance",
        "metrics",
        "reference");
    ManifestField provenance = root.object("provenance");
    provenance.onlyFields("trainingData", "trainer", "seed", "source", "evaluationData");
    var layers = new ArrayList<LayerSpec>();
    for (ManifestField layer : root.objects("layers", Limits.LAYERS)) {
      layers.add(LayerJson.read(layer));
    }
    var manifest =
        new Manifest(
            root.name("name"),
            root.name("version"),
            readTask(root.object("task")),
            layers,
            new Provenance(
                provenance.text("trainingData"),
                provenance.text("trainer"),
                provenance.longInteger("seed"),
                // Releases that checkpoints of earlier builds hold do not say these.
                provenance.has("source")
                    ? provenance.constant("source", Source.class)
                    : Source.DL4J,
                provenance.has("evaluationData")
                    ? provenance.text("evaluationData")
                    : Provenance.UNKNOWN),
            root.object("metrics").numbers(Limits.METRICS),
            root.has("reference")
                ? Optional.of(ReferenceJson.read(root.object("reference")))
                : Optional.empty());
    return new Document(
        manifest,
        readTensors(root),
        root.integers("probeSteps", Limits.PROBES, 0, Probe.MAX_STEPS));
  }

  private static Task readTask(ManifestField task) throws RefusedReleaseException {
    String kind = task.text("kind");
    switch (kind) {
      case CHURN -> {
        task.onlyFields("kind", "catalogueDigest", "stepNames", "horizonDays", "outputs", "spend");
        ManifestField spend = task.object("spend");
        spend.onlyFields("kind", "scale");
        return new Task.Churn(
            task.text("catalogueDigest"),
            task.texts("stepNames", Limits.WIDTH),
            task.integer("horizonDays", 1, 365),
            new SpendTransform(
                spend.constant("kind", SpendTransform.Kind.class),
                (float) spend.number("scale", Float.MIN_NORMAL, 1e12)),
            readOutputs(task));
      }
      case RECOMMEND -> {
        task.onlyFields("kind", "recentDecay", "vocabulary");
        return new Task.Recommend(
            task.texts("vocabulary", Limits.VOCABULARY),
            (float) task.number("recentDecay", Float.MIN_NORMAL, 1));
      }
      case TEXT -> {
        task.onlyFields("kind", "tokens", "grams", "rows", "distinct", "labels", "vocabulary");
        return new Task.Text(
            task.texts("labels", Limits.LABELS),
            task.texts("vocabulary", Limits.VOCABULARY),
            task.integer("tokens", 1, Limits.STEPS),
            task.integer("grams", 1, Limits.STEPS),
            task.integer("rows", 1, Limits.ROWS),
            // Releases of earlier builds do not say so, and read every n-gram.
            task.has("distinct") && task.truth("distinct"));
      }
      default -> throw task.refused("kind '" + kind + "' is none of churn, recommend and text");
    }
  }

  private static List<String> readOutputs(ManifestField task) throws RefusedReleaseException {
    // Releases that checkpoints of earlier builds hold have all outputs and do not say so.
    if (!task.has("outputs")) {
      return Task.Churn.ALL_OUTPUTS;
    }
    List<String> outputs = task.texts("outputs", Task.Churn.ALL_OUTPUTS.size());
    List<String> inOrder = Task.Churn.ALL_OUTPUTS.stream().filter(outputs::contains).toList();
    if (!outputs.equals(inOrder) || !outputs.contains(Task.Churn.CHURN)) {
      throw task.refused(
          "outputs %s must be churn, then purchase7 and spend or not, in this order"
              .formatted(outputs));
    }
    return outputs;
  }

  private static SortedMap<String, List<Integer>> readTensors(ManifestField root)
      throws RefusedReleaseException {
    var shapes = new TreeMap<String, List<Integer>>();
    long offset = 0;
    for (ManifestField tensor : root.objects("tensors", 4 * Limits.LAYERS)) {
      tensor.onlyFields("name", "shape", "offset");
      String name = tensor.text("name");
      List<Integer> shape = tensor.integers("shape", 2, 1, Limits.ROWS);
      if (!shapes.isEmpty() && name.compareTo(shapes.lastKey()) <= 0) {
        throw tensor.refused("tensor '" + name + "' is not in the order of the names");
      }
      if (tensor.integer("offset", 0, Integer.MAX_VALUE) != offset) {
        throw tensor.refused("offset of '" + name + "' must be " + offset + ", without gaps");
      }
      long count = 1;
      for (int extent : shape) {
        count *= extent;
      }
      offset += count;
      if (offset * Float.BYTES > Limits.WEIGHTS_BYTES) {
        throw new RefusedReleaseException(
            Gate.SIZE,
            "tensors up to '%s' need %d bytes, limit %d; make the network smaller"
                .formatted(name, offset * Float.BYTES, Limits.WEIGHTS_BYTES));
      }
      shapes.put(name, shape);
    }
    return shapes;
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
