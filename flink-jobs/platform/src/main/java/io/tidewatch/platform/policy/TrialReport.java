package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.decisions.OfferDecision;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.SuppressionReason;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a policy would have done at logged decisions, counted beside what was done. One thread. */
final class TrialReport {

  /** A count of what was logged, and of what would have been. */
  private static final class Count {
    private long logged;
    private long would;
  }

  private final String policy;
  private final Map<String, Count> offers = new TreeMap<>();
  private final Map<SuppressionReason, Count> reasons = new EnumMap<>(SuppressionReason.class);
  private final Set<String> customers = new HashSet<>();
  private final Count made = new Count();
  private long decisions;
  private long alike;

  TrialReport(Policy policy) {
    this.policy = policy.getVersion();
  }

  /** Counts one decision. */
  void add(DecisionRecord logged, OfferDecision would) {
    decisions++;
    customers.add(logged.getCustomerId());
    String before = logged.getKind() == DecisionKind.OFFER ? logged.getOfferId() : "";
    String after = would.chosen().map(chosen -> chosen.offer().getOfferId()).orElse("");
    alike += before.equals(after) ? 1 : 0;
    if (!before.isEmpty()) {
      made.logged++;
      offer(before).logged++;
    }
    if (!after.isEmpty()) {
      made.would++;
      offer(after).would++;
    }
    OfferReasons.heldBack(logged)
        .forEach((reason, offerIds) -> reason(reason).logged += offerIds.size());
    for (OfferDecision.HeldBack held : would.heldBack()) {
      reason(held.reason()).would++;
    }
  }

  private Count offer(String offerId) {
    return offers.computeIfAbsent(offerId, id -> new Count());
  }

  private Count reason(SuppressionReason reason) {
    return reasons.computeIfAbsent(reason, any -> new Count());
  }

  ObjectNode json() {
    ObjectNode root = Json.object();
    root.put("policy", policy);
    root.put("decisions", decisions);
    root.put("customers", customers.size());
    root.put("alike", alike);
    put(root.putObject("made"), made);
    ObjectNode byOffer = root.putObject("offers");
    offers.forEach((offerId, count) -> put(byOffer.putObject(offerId), count));
    ObjectNode byReason = root.putObject("heldBack");
    reasons.forEach((reason, count) -> put(byReason.putObject(reason.name()), count));
    return root;
  }

  private static void put(ObjectNode at, Count count) {
    at.put("logged", count.logged);
    at.put("would", count.would);
  }

  String table() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "Policy %s at %,d logged decisions on %,d customers, %.1f %% of them alike; each moment for itself",
        policy,
        decisions,
        customers.size(),
        decisions == 0 ? 0 : 100.0 * alike / decisions);
    line(text, "%n%-44s %12s %12s", "offers made", "logged", "would be");
    offers.forEach((offerId, count) -> row(text, offerId, count));
    row(text, "all", made);
    line(text, "%n%-44s %12s %12s", "offers held back", "logged", "would be");
    reasons.forEach((reason, count) -> row(text, reason.name(), count));
    return text.toString().stripTrailing();
  }

  private static void row(StringBuilder text, String name, Count count) {
    line(text, "  %-42s %,12d %,12d", name, count.logged, count.would);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
