package io.tidewatch.models;

import java.util.List;

/** What a release is for, and what it was trained on: the contract between training and serving. */
public sealed interface Task {
  /**
   * Churn, from steps of all kinds and the feature vector.
   *
   * <p>The network has one {@link LayerSpec.Lstm} over {@link LayerSpec#STEPS} and three layers of
   * one output each, named {@value #CHURN}, {@value #PURCHASE7} and {@value #SPEND}. Besides its
   * layers' tensors the release has {@value #REFERENCE} {@code [units]}: the mean of the LSTM's h
   * over the training set, which stands for "nothing known of the sequence" in explanations.
   *
   * @param catalogueDigest {@code FeatureCatalogue.digest()} at training
   * @param stepNames {@code ChurnStep.names()} at training
   * @param horizonDays length of the horizon in which no purchase means churn, 1 to 365
   * @param spend how the output {@value #SPEND} becomes money
   */
  record Churn(
      String catalogueDigest, List<String> stepNames, int horizonDays, SpendTransform spend)
      implements Task {
    /** Output: probability of churn. */
    public static final String CHURN = "churn";

    /** Output: probability of a purchase within 7 days. */
    public static final String PURCHASE7 = "purchase7";

    /** Output: expected spend within the horizon, before the transform. */
    public static final String SPEND = "spend";

    /** Tensor: mean h of the LSTM over the training set. */
    public static final String REFERENCE = "reference/h";

    /** Copies the list. */
    public Churn {
      stepNames = List.copyOf(stepNames);
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
}
