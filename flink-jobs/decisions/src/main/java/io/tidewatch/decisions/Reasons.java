package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.SuppressionReason;
import java.util.Comparator;
import java.util.List;

/** Turns contributions to a churn score into reasons for people, in the language of their desk. */
public final class Reasons {

  /**
   * What one group of features added to the churn probability.
   *
   * @param group reason group of the feature catalogue in lower case, or {@code sequence} for the
   *     recurrent state
   * @param value added probability, -1 to 1
   */
  public record Contribution(String group, float value) {}

  private Reasons() {}

  /**
   * Returns the contributions that raise the score, strongest first.
   *
   * @param state the customer at the time of the score
   * @param max at most so many
   */
  public static List<Reason> raising(
      List<Contribution> contributions,
      CustomerState state,
      long atMicros,
      int max,
      Language language) {
    return told(
        contributions.stream()
            .filter(contribution -> contribution.value() > 0)
            .sorted(
                Comparator.comparing((Contribution contribution) -> -contribution.value())
                    .thenComparing(Contribution::group))
            .limit(max)
            .toList(),
        state,
        atMicros,
        language);
  }

  /**
   * Returns a reason for each contribution, those that lower the score too, in the order given.
   *
   * @param state the customer at the time of the score
   */
  public static List<Reason> told(
      List<Contribution> contributions, CustomerState state, long atMicros, Language language) {
    if (contributions.isEmpty()) {
      return List.of();
    }
    ReasonTexts texts = ReasonTexts.in(language);
    return contributions.stream()
        .map(
            contribution ->
                new Reason(
                    contribution.group(),
                    contribution.value(),
                    texts.group(contribution, state, atMicros)))
        .toList();
  }

  /** Returns why something was held back, in one sentence. */
  public static String heldBack(SuppressionReason reason, Language language) {
    return ReasonTexts.in(language).heldBack(reason);
  }
}
