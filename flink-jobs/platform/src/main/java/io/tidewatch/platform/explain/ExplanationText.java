package io.tidewatch.platform.explain;

import io.tidewatch.decisions.Reasons;
import io.tidewatch.models.Contributions;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.Arbitration;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionVerdict;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** Prints an explanation as a person would read it. */
final class ExplanationText {
  private static final int BAR_WIDTH = 12;

  /** How contributions are computed, with its source. */
  static final String METHOD =
      "exact Shapley values over the reason groups (Shapley 1953; Lundberg and Lee 2017, eq. 4)";

  private final StringBuilder text = new StringBuilder(2_048);

  private ExplanationText() {}

  static String of(Explanation explanation) {
    ExplanationText page = new ExplanationText();
    page.head(explanation);
    explanation.rebuilt().alert().ifPresent(alert -> page.alert(alert, explanation));
    explanation.rebuilt().offer().ifPresent(offer -> page.offer(offer, explanation.logged()));
    page.heldBack(explanation);
    explanation
        .rebuilt()
        .contributions()
        .ifPresent(parts -> page.contributions(parts, explanation.reasons()));
    page.sources(explanation.logged());
    page.comparisons(explanation);
    return page.text.toString();
  }

  private void head(Explanation explanation) {
    DecisionRecord record = explanation.logged();
    line("%s %s", record.getKind(), record.getDecisionId());
    line("  customer   %s", record.getCustomerId());
    line(
        "  decided    %s, %s",
        record.getDecidedAt(),
        record.getTriggerEventId() == null
            ? "at the regular rescoring"
            : "after event " + record.getTriggerEventId());
  }

  private void alert(ChurnAlert alert, Explanation explanation) {
    AlertRules rules = explanation.logged().getPolicy().getAlerts();
    String suppressed =
        explanation.rebuilt().suppression().isEmpty()
            ? ""
            : " (held back: "
                + Reasons.heldBack(
                    explanation.rebuilt().record().getSuppressionReason(), explanation.language())
                + ")";
    line("  for desk   %s%s", alert.getDesk(), suppressed);
    line(
        "  churn      %.4f; alerts are raised at %.2f and cleared below %.2f",
        alert.getChurn(), rules.getRaiseAt(), rules.getClearBelow());
    line(
        "  at risk    %s; expected to spend %s; %.1f %% likely to buy within 7 days",
        money(alert.getValueAtRiskMinor(), alert.getCurrency()),
        money(alert.getExpectedSpendMinor(), alert.getCurrency()),
        100 * alert.getPurchase7());
    if (alert.getRetention() != null) {
      retention(alert.getRetention());
    }
  }

  private void retention(RetentionChoice choice) {
    String currency = choice.getCurrency();
    if (choice.getActionId() == null) {
      line("  action     none (%s)", choice.getVerdict());
    } else {
      line(
          "  action     %s%s: keeps %s for %s, so saves %s",
          choice.getActionId(),
          choice.getVerdict() == RetentionVerdict.HOLDOUT ? " (not taken: HOLDOUT)" : "",
          money(Math.round(choice.getRetainedMinor()), currency),
          money(Math.round(choice.getExpectedCostMinor()), currency),
          money(Math.round(choice.getSavedMarginMinor()), currency));
    }
    line(
        "             takes %s of %s left of the desk's day, at a price of %.2f",
        money(choice.getReservedMinor(), currency),
        money(choice.getBudgetLeftMinor(), currency),
        choice.getPrice());
  }

  private void offer(NextBestOffer offer, DecisionRecord record) {
    Offer content = record.getOffer();
    line(
        "  offer      %s, campaign %s, by %s in %s%s, until %s",
        offer.getOfferId(),
        offer.getCampaignId(),
        offer.getChannel(),
        offer.getLocale(),
        offer.getCreativeId() == null ? "" : " (creative " + offer.getCreativeId() + ")",
        offer.getExpiresAt());
    line(
        "  affinity   %.4f, the chance that the next purchase is in %s",
        offer.getAffinity(), String.join(", ", content.getCategories()));
    if (offer.getArbitration() != null) {
      worth(offer, offer.getArbitration());
    }
  }

  private void worth(NextBestOffer offer, Arbitration parts) {
    line(
        "  worth      %.4f (propensity) x %s x %s (channel) x %s (lever) x %.3f (diversity) = %s",
        parts.getPropensity(),
        money(parts.getValueMinor(), offer.getCurrency()),
        parts.getContextWeight(),
        parts.getLever(),
        parts.getDiversity(),
        money(Math.round(offer.getExpectedValueMinor()), offer.getCurrency()));
    if (offer.getPropensity() < 1) {
      line(
          "  chosen     with probability %.4f, %s",
          offer.getPropensity(),
          parts.getExplored()
              ? "drawn evenly, to learn"
              : "its propensity drawn as %.4f".formatted(parts.getDraw()));
    }
  }

  private void heldBack(Explanation explanation) {
    explanation
        .heldBack()
        .forEach((why, offers) -> line("  held back  %s: %s", shortened(offers), why));
    if (!explanation.rebuilt().offersDecidedAgain()) {
      line(
          "             (as logged: the offers have changed since, so the choice among them was not"
              + " made again)");
    }
  }

  private static String shortened(List<String> ids) {
    return ids.size() <= 5
        ? String.join(", ", ids)
        : String.join(", ", ids.subList(0, 4)) + " and " + (ids.size() - 4) + " more";
  }

  private void contributions(Contributions parts, List<Reason> reasons) {
    line("");
    line(
        "  churn %.4f = base %.4f (the average customer of the training) and",
        parts.churn(), parts.base());
    double largest =
        reasons.stream().mapToDouble(reason -> Math.abs(reason.getContribution())).max().orElse(0);
    double sum = 0;
    for (Reason reason : reasons) {
      sum += reason.getContribution();
      line(
          "    %-10s %+.4f %-" + BAR_WIDTH + "s %s",
          reason.getGroup(),
          reason.getContribution(),
          bar(reason.getContribution(), largest),
          reason.getText());
    }
    line("    %-10s %+.4f", "sum", sum);
    line("  by %s", METHOD);
  }

  private static String bar(double value, double largest) {
    int length = largest == 0 ? 0 : (int) Math.round(BAR_WIDTH * Math.abs(value) / largest);
    return (value < 0 ? "-" : "+").repeat(length);
  }

  private void sources(DecisionRecord record) {
    line("");
    for (ModelRef model : record.getModels()) {
      line(
          "  model      %s %s, SHA-256 %s", model.getName(), model.getVersion(), model.getSha256());
    }
    Policy policy = record.getPolicy();
    line(
        "  policy     %s %s, written %s",
        policy.getName(), policy.getVersion(), policy.getUpdatedAt());
  }

  private void comparisons(Explanation explanation) {
    line("");
    for (Comparison comparison : explanation.comparisons()) {
      if (comparison.agrees()) {
        line(
            "  rebuilt    %s: %s, %d bytes",
            comparison.topic().topicName(),
            comparison.sameBytes()
                ? "the same, byte for byte"
                : "the same in every field; written with another version of the schema",
            comparison.bytes());
      } else {
        line("  MISMATCH   %s:", comparison.topic().topicName());
        for (Difference difference : comparison.differences()) {
          line(
              "    %s: rebuilt %s, on the topic %s",
              difference.field(), difference.rebuilt(), difference.published());
        }
      }
    }
  }

  /** Minor units as people write them. */
  static String money(long minor, String currency) {
    if (currency.isEmpty()) {
      return minor + " minor units";
    }
    int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    return BigDecimal.valueOf(minor, digits).toPlainString() + " " + currency;
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
