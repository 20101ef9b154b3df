package io.tidewatch.models;

import java.util.List;

/** What a release is for, and what it was trained on: the contract between training and serving. */
public sealed interface Task {
  /**
   * Churn, from steps of all kinds and the feature vector.
   *
   * <p>The network has a layer of one output for each of {@link #outputs}, and at most one {@link
   * LayerSpec.Lstm} over {@link LayerSpec#STEPS}; without one it scores by the features alone and
   * keeps no recurrent state. Besides its layers' tensors the release has what stands for "nothing
   * known" in explanations: {@value #REFERENCE} {@code [units]}, the mean of the LSTM's h over the
   * training set, if there is an LSTM; and {@value #REFERENCE_FEATURES} {@code
   * [FeatureCatalogue.size()]}, a typical feature vector, unless the network standardises the
   * features, joins them with an LSTM, and is dense behind that: then their mean is known.
   *
   * @param catalogueDigest {@code FeatureCatalogue.digest()} at training
   * @param stepNames {@code ChurnStep.names()} at training
   * @param horizonDays length of the horizon in which no purchase means churn, 1 to 365
   * @param spend how the output {@value #SPEND} becomes money
   * @param outputs what the network gives: {@value #CHURN}, and {@value #PURCHASE7} and {@value
   *     #SPEND} or not, in this order; a score has 0 for what is not given
   */
  record Churn(
      String catalogueDigest,
      List<String> stepNames,
      int horizonDays,
      SpendTransform spend,
      List<String> outputs)
      implements Task {
    /** Output: probability of churn. */
    public static final String CHURN = "churn";

    /** Output: probability of a purchase within 7 days. */
    public static final String PURCHASE7 = "purchase7";

    /** Output: expected spend within the horizon, before the transform. */
    public static final String SPEND = "spend";

    /** Tensor: mean h of the LSTM over the training set. */
    public static final String REFERENCE = "reference/h";

    /** Tensor: a typical feature vector, before standardisation. */
    public static final String REFERENCE_FEATURES = "reference/features";

    /** All outputs that a churn network can have. */
    public static final List<String> ALL_OUTPUTS = List.of(CHURN, PURCHASE7, SPEND);

    /** Copies the lists. */
    public Churn {
      stepNames = List.copyOf(stepNames);
      outputs = List.copyOf(outputs);
    }

    /** A network with all outputs. */
    public Churn(
        String catalogueDigest, List<String> stepNames, int horizonDays, SpendTransform spend) {
      this(catalogueDigest, stepNames, horizonDays, spend, ALL_OUTPUTS);
    }
  }

  /**
   * The category that is bought next, from the categories bought before.
   *
   * <p>The network has one {@link LayerSpec.Embedding} over {@link LayerSpec#ITEMS}, one {@link
   * LayerSpec.Lstm} over it, and a last layer named {@value #CATEGORIES} with one output per
   * category and softmax; it may read {@link LayerSpec#RECENT} too.
   *
   * @param vocabulary category names; index 0 is {@value #OTHER}, all categories not named
   * @param recentDecay decay of {@link LayerSpec#RECENT} from one item to the one before, (0, 1]
   */
  record Recommend(List<String> vocabulary, float recentDecay) implements Task {
    /** Name of index 0 of every vocabulary. */
    public static final String OTHER = "OTHER";

    /** Output: probability of each category. */
    public static final String CATEGORIES = "categories";

    /** Copies the list. */
    public Recommend {
      vocabulary = List.copyOf(vocabulary);
    }
  }

  /**
   * The class of a text, such as its intent.
   *
   * <p>The network has no LSTM. It reads {@link LayerSpec#TOKENS} by an {@link
   * LayerSpec.EmbeddingSequence} of as many rows as the vocabulary has words, {@link
   * LayerSpec#GRAMS} by one of {@code rows} rows or not at all, and has a last layer named {@value
   * #LABELS} with one output per label and softmax. What the indices mean says {@link TextInputs}.
   *
   * @param labels names of the classes
   * @param vocabulary words; index 0 is {@link Recommend#OTHER}, all words not named
   * @param tokens most words that are read
   * @param grams most n-grams that are read
   * @param rows n-grams are told apart by their hash modulo this
   * @param distinct whether an n-gram is read once however often a text has it
   */
  record Text(
      List<String> labels,
      List<String> vocabulary,
      int tokens,
      int grams,
      int rows,
      boolean distinct)
      implements Task {
    /** Output: probability of each label. */
    public static final String LABELS = "labels";

    /** Copies the lists. */
    public Text {
      labels = List.copyOf(labels);
      vocabulary = List.copyOf(vocabulary);
    }

    /** Returns how many indices a source has. */
    int rows(String source) {
      return source.equals(LayerSpec.TOKENS) ? vocabulary.size() : rows;
    }
  }
}
