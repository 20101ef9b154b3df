package io.tidewatch.training.imports.dl4j;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.training.imports.RefusedImportException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The class names that a configuration may name: texts to compare with, never classes to load.
 * Those that matter for training only, such as updaters and initialisers, are on the list so that
 * plain networks pass; what they would do is not done.
 */
final class KnownClasses {
  private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";
  private static final String GRAPH = "org.deeplearning4j.nn.conf.graph.";
  private static final String WEIGHTS = "org.deeplearning4j.nn.weights.";
  private static final String DISTRIBUTION = "org.deeplearning4j.nn.conf.distribution.";
  private static final String PREPROCESSOR = "org.deeplearning4j.nn.conf.preprocessor.";
  private static final String DROPOUT = "org.deeplearning4j.nn.conf.dropout.";
  private static final String CONSTRAINT = "org.deeplearning4j.nn.conf.constraint.";
  private static final String ACTIVATION = "org.nd4j.linalg.activations.impl.Activation";
  private static final String LOSS = "org.nd4j.linalg.lossfunctions.impl.Loss";
  private static final String UPDATER = "org.nd4j.linalg.learning.config.";
  private static final String REGULARIZATION = "org.nd4j.linalg.learning.regularization.";
  private static final String SCHEDULE = "org.nd4j.linalg.schedule.";

  private static final Set<String> KNOWN = new HashSet<>();

  static {
    add(
        LAYERS,
        "DenseLayer OutputLayer RnnOutputLayer LossLayer RnnLossLayer ActivationLayer DropoutLayer"
            + " BatchNormalization LSTM misc.ElementWiseMultiplicationLayer misc.FrozenLayer");
    add(GRAPH, "LayerVertex MergeVertex ElementWiseVertex SubsetVertex rnn.LastTimeStepVertex");
    add(
        WEIGHTS,
        "WeightInitConstant WeightInitRelu WeightInitReluUniform WeightInitUniform WeightInitNormal"
            + " WeightInitXavier WeightInitXavierUniform WeightInitXavierLegacy"
            + " WeightInitLecunUniform WeightInitSigmoidUniform WeightInitIdentity"
            + " WeightInitDistribution WeightInitVarScalingNormalFanIn"
            + " WeightInitVarScalingNormalFanOut WeightInitVarScalingNormalFanAvg"
            + " WeightInitVarScalingUniformFanIn WeightInitVarScalingUniformFanOut"
            + " WeightInitVarScalingUniformFanAvg");
    add(
        DISTRIBUTION,
        "ConstantDistribution GaussianDistribution NormalDistribution UniformDistribution"
            + " TruncatedNormalDistribution LogNormalDistribution");
    add(PREPROCESSOR, "RnnToFeedForwardPreProcessor FeedForwardToRnnPreProcessor");
    add(DROPOUT, "Dropout AlphaDropout GaussianDropout GaussianNoise SpatialDropout");
    add(
        CONSTRAINT,
        "MaxNormConstraint MinMaxNormConstraint UnitNormConstraint NonNegativeConstraint");
    add(ACTIVATION, "Identity TanH Sigmoid HardSigmoid ReLU LReLU SoftPlus Softmax");
    add(
        LOSS,
        "BinaryXENT MCXENT NegativeLogLikelihood MSE MAE MSLE MAPE Poisson KLD Hinge SquaredHinge"
            + " CosineProximity");
    add(UPDATER, "Adam AdaMax AdaGrad AdaDelta AdaBelief AMSGrad Nadam Nesterovs RmsProp Sgd NoOp");
    add(REGULARIZATION, "L1Regularization L2Regularization WeightDecay");
    add(
        SCHEDULE,
        "FixedSchedule ExponentialSchedule InverseSchedule MapSchedule PolySchedule SigmoidSchedule"
            + " StepSchedule CycleSchedule RampSchedule");
  }

  private KnownClasses() {}

  private static void add(String prefix, String names) {
    for (String name : List.of(names.split(" "))) {
      KNOWN.add(prefix + name);
    }
  }

  /**
   * Looks at every field of a configuration that names a class, wherever it stands.
   *
   * @throws RefusedImportException naming the first that is not on the list, and where it stands
   */
  static void check(JsonNode node, String path) {
    node.properties()
        .forEach(
            field -> {
              String at = path + "." + RefusedImportException.printable(field.getKey());
              // DL4J lets a field type choose the class of a distribution, @class that of all else.
              if (field.getKey().startsWith("@") || field.getKey().equals("type")) {
                checkName(field.getKey(), field.getValue(), at);
              }
              check(field.getValue(), at);
            });
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      check(node.get(i), path + "[" + i + "]");
    }
  }

  private static void checkName(String field, JsonNode name, String at) {
    boolean names = field.equals("@class") || field.equals("type");
    if (!names || !name.isTextual() || !KNOWN.contains(name.textValue())) {
      throw new RefusedImportException(
          "%s names '%s', which is none of the known layers, vertices, activations, losses and initialisers; %s"
              .formatted(
                  at, RefusedImportException.printable(name.asText()), remedy(name.asText())));
    }
  }

  private static String remedy(String name) {
    if (name.startsWith(DISTRIBUTION + "Orthogonal")) {
      return "it crashes the JVM; set another weight initialiser and save the model anew";
    } else if (name.startsWith(LAYERS + "recurrent.LastTimeStep")) {
      return "take the last step with an RnnOutputLayer, or a LastTimeStepVertex in a graph";
    } else if (name.startsWith(ACTIVATION)) {
      return "train with identity, tanh, sigmoid, hardsigmoid, relu, leakyrelu, softplus or"
          + " softmax";
    } else if (name.startsWith(LAYERS) || name.startsWith(GRAPH)) {
      return "build the network of what docs/how-to/import-models.md lists";
    }
    return "docs/how-to/import-models.md lists them";
  }

  /** Returns the last part of the class name of an object. */
  static String kind(JsonNode object, String path) {
    JsonNode name = object.get("@class");
    if (name == null || !name.isTextual() || !KNOWN.contains(name.textValue())) {
      throw new RefusedImportException(path + " does not say what it is; save the model anew");
    }
    String text = name.textValue();
    return text.substring(text.lastIndexOf('.') + 1);
  }
}
