package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Turns contributions to a churn score into reasons for people, in English. */
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
      List<Contribution> contributions, CustomerState state, long atMicros, int max) {
    return contributions.stream()
        .filter(contribution -> contribution.value() > 0)
        .sorted(
            Comparator.comparing((Contribution contribution) -> -contribution.value())
                .thenComparing(Contribution::group))
        .limit(max)
        .map(
            contribution ->
                new Reason(
                    contribution.group(),
                    contribution.value(),
                    text(contribution.group(), state, atMicros)))
        .toList();
  }

  private static String text(String group, CustomerState state, long atMicros) {
    return switch (group) {
      case "recency" ->
          state.lastPurchaseAt() == 0
              ? "Has not bought yet."
              : format("Last bought %s ago.", days(state.lastPurchaseAt(), atMicros));
      case "frequency" ->
          format(
              "Buys too rarely: %d purchases in %s.",
              state.purchases(), days(state.firstEventAt(), atMicros));
      case "money" -> "Spends like customers who leave.";
      case "browsing" -> "Looks around like customers who leave.";
      case "tickets" -> format("Had trouble: %d ticket events so far.", state.tickets());
      case "offers" -> "Answers offers like customers who leave.";
      case "tenure" -> format("Known for %s only.", days(state.firstEventAt(), atMicros));
      case "sequence" -> "Recent events follow one another as they do before customers leave.";
      default -> format("Raised by %s.", group);
    };
  }

  private static String days(long fromMicros, long atMicros) {
    long days = Math.max(0, (atMicros - fromMicros) / Micros.PER_DAY);
    return days == 1 ? "1 day" : days + " days";
  }

  private static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }
}
