package io.tidewatch.platform.explain;

import io.tidewatch.decisions.Language;
import io.tidewatch.decisions.Reasons;
import io.tidewatch.models.Contribution;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.Reason;
import io.tidewatch.scoring.DecisionRebuild.Rebuilt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * A decision that was made again, with words for people.
 *
 * @param logged its record in decision-log
 * @param rebuilt what it was made again as
 * @param reasons a reason for each group of features, largest contribution first; empty without a
 *     churn model
 * @param comparisons how the result agrees with what lies on the topics, decision-log first
 * @param language language of the words
 */
record Explanation(
    DecisionRecord logged,
    Rebuilt rebuilt,
    List<Reason> reasons,
    List<Comparison> comparisons,
    Language language) {

  static Explanation of(DecisionSearch.Found found, Rebuilt rebuilt, Language language) {
    List<Reason> reasons =
        rebuilt
            .contributions()
            .map(
                parts ->
                    Reasons.told(
                        parts.groups().stream().map(Explanation::part).toList(),
                        rebuilt.state(),
                        Micros.of(found.record().getDecidedAt()),
                        language))
            .orElse(List.of());
    return new Explanation(found.record(), rebuilt, reasons, comparisons(found, rebuilt), language);
  }

  private static Reasons.Contribution part(Contribution contribution) {
    return new Reasons.Contribution(contribution.group(), contribution.value());
  }

  private static List<Comparison> comparisons(DecisionSearch.Found found, Rebuilt rebuilt) {
    List<Comparison> comparisons = new ArrayList<>();
    comparisons.add(Comparison.of(Optional.of(rebuilt.record()), found.logged()));
    for (Published published : found.published()) {
      comparisons.add(Comparison.of(counterpart(rebuilt, published), published));
    }
    return comparisons;
  }

  /** The record that was made again in place of a published one. */
  private static Optional<? extends SpecificRecord> counterpart(
      Rebuilt rebuilt, Published published) {
    return switch (published.topic()) {
      case CHURN_ALERTS -> rebuilt.alert();
      case NEXT_BEST_OFFERS -> rebuilt.offer();
      case SUPPRESSIONS -> rebuilt.suppression();
      default -> throw new IllegalArgumentException(published.topic() + " has no decisions");
    };
  }

  /** Returns whether everything that was made again is what lies on the topics. */
  boolean agrees() {
    return comparisons.stream().allMatch(Comparison::agrees);
  }

  /** Returns the offers that were held back, by the words that say why. */
  Map<String, List<String>> heldBack() {
    Map<String, List<String>> inWords = new LinkedHashMap<>();
    new TreeMap<>(OfferReasons.heldBack(rebuilt.record()))
        .forEach((reason, ids) -> inWords.put(Reasons.heldBack(reason, language), ids));
    return inWords;
  }
}
