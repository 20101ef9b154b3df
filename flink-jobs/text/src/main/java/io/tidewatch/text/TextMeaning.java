package io.tidewatch.text;

import java.util.Optional;

/**
 * What a customer's text means for the customer.
 *
 * @param sentiment -1 (angry) to 1 (happy)
 * @param urgency 0 to 1
 * @param leaving how clearly the customer says to be leaving, 0 to 1
 * @param likeliestIntent what the writer most likely wants, however unsure
 */
public record TextMeaning(float sentiment, float urgency, float leaving, Intent likeliestIntent) {
  /** From this confidence on an intent is named. */
  public static final float SURE = 0.5f;

  /** From this value on urgency or words of leaving are worth a word to people. */
  public static final float NOTABLE = 0.3f;

  /** Queue of texts whose intent is not clear. */
  public static final String TRIAGE = "triage";

  /** Returns whether the text says that help is needed at once. */
  public boolean isUrgent() {
    return urgency >= NOTABLE;
  }

  /** Returns whether the text says that the customer is leaving, or thinks of it. */
  public boolean isLeaving() {
    return leaving >= NOTABLE;
  }

  /** Returns the intent, empty where the confidence is too low to name one. */
  public Optional<Intent> intent() {
    return likeliestIntent.confidence() >= SURE ? Optional.of(likeliestIntent) : Optional.empty();
  }

  /** Returns the queue that should answer: that of the intent, or one for what is not clear. */
  public String route() {
    return intent().map(Intent::queue).orElse(TRIAGE);
  }
}
