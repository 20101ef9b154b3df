package io.tidewatch.platform.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.training.policy.Interval;
import io.tidewatch.training.uplift.Cuped;
import io.tidewatch.training.uplift.HoldoutReport;
import io.tidewatch.training.uplift.HoldoutReport.Effects;
import io.tidewatch.training.uplift.HoldoutReport.Measured;
import java.util.Locale;
import java.util.TreeMap;

/** What offers changed, as JSON and as a table. */
final class HoldoutOutput {
  private static final double MINOR_PER_UNIT = 100;

  private HoldoutOutput() {}

  /** Returns all offers under {@code all}, campaigns under their ids. */
  static ObjectNode json(HoldoutReport report) {
    ObjectNode root = Json.object();
    root.put("trustworthy", report.trustworthy());
    root.putObject("holdout").put("share", report.share()).put("salt", report.salt());
    root.put("days", report.windowDays());
    root.put("from", report.from().toString());
    root.put("until", report.until().toString());
    root.put("currency", report.currency());
    root.put("decisionsOfOtherHoldouts", report.otherLots());
    root.put("decisionsWithoutPolicy", report.withoutPolicy());
    root.put("offersToHeldOut", report.madeToHeldOut());
    report
        .all()
        .ifPresentOrElse(all -> effects(root.putObject("all"), all), () -> root.putNull("all"));
    ObjectNode campaigns = root.putObject("campaigns");
    new TreeMap<>(report.campaigns())
        .forEach((campaign, effects) -> effects(campaigns.putObject(campaign), effects));
    ArrayNode tooFew = root.putArray("campaignsWithTooFew");
    report
        .tooFew()
        .forEach(
            few ->
                tooFew
                    .addObject()
                    .put("campaignId", few.campaignId())
                    .put("treated", few.treated())
                    .put("heldOut", few.heldOut()));
    return root;
  }

  private static void effects(ObjectNode at, Effects effects) {
    at.put("ownHoldout", effects.ownHoldout());
    EstimateJson.put(at.putObject("sampleRatio"), effects.sampleRatio());
    at.put("tooYoung", effects.tooYoung());
    at.put("offers", effects.offers());
    at.put("accepted", effects.accepted());
    measured(at.putObject("conversion"), effects.conversion());
    measured(at.putObject("valueMinor"), effects.value());
  }

  private static void measured(ObjectNode at, Measured measured) {
    EstimateJson.put(at, measured.effect());
    measured.cuped().ifPresent(cuped -> EstimateJson.put(at, cuped));
  }

  /** Returns a line for all offers and one for each campaign. */
  static String table(HoldoutReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "Held out: %.3g of all customers (salt %s), decisions from %s, purchases until %s",
        report.share(),
        report.salt(),
        report.from(),
        report.until());
    report
        .all()
        .ifPresent(all -> line(text, "Sample ratio: %s", EstimateText.of(all.sampleRatio())));
    if (report.madeToHeldOut() > 0) {
      line(
          text,
          "%d offers were made to customers who were held out; trust no effect below",
          report.madeToHeldOut());
    }
    note(text, report.otherLots(), "decisions under another holdout were left out");
    note(text, report.withoutPolicy(), "decisions that do not name their policy were left out");
    report
        .all()
        .ifPresent(
            all -> note(text, all.tooYoung(), "customers were left out: their days are not over"));
    line(
        text,
        "%nWhat customers did in %d days after their first chance of an offer; 95 %% intervals, with"
            + " CUPED where it saves.%n",
        report.windowDays());
    line(
        text,
        "%-20s %9s %9s %9s  %-34s %-34s %s",
        "",
        "customers",
        "held out",
        "offers",
        "conversion, per 100 customers",
        "value, " + report.currency() + " per customer",
        "variance saved");
    report.all().ifPresent(all -> row(text, "all", all));
    new TreeMap<>(report.campaigns()).forEach((campaign, effects) -> row(text, campaign, effects));
    for (HoldoutReport.TooFew few : report.tooFew()) {
      line(
          text,
          "%-20s %9d %9d %9s  too few to say",
          few.campaignId(),
          few.treated(),
          few.heldOut(),
          "");
    }
    if (report.campaigns().values().stream().anyMatch(Effects::ownHoldout)) {
      line(text, "%n* compared with customers held out of this campaign alone");
    }
    return text.toString().stripTrailing();
  }

  private static void row(StringBuilder text, String name, Effects effects) {
    line(
        text,
        "%-20s %9d %9d %9d  %-34s %-34s %s%s",
        effects.ownHoldout() ? name + " *" : name,
        effects.value().effect().treated(),
        effects.value().effect().control(),
        effects.offers(),
        shown(best(effects.conversion()), 100),
        shown(best(effects.value()), 1 / MINOR_PER_UNIT),
        saved(effects),
        effects.sampleRatio().mismatch() ? "  SAMPLE RATIO MISMATCH" : "");
  }

  private static Interval best(Measured measured) {
    return measured
        .cuped()
        .filter(cuped -> cuped.varianceSaved() > 0)
        .map(cuped -> cuped.effect().effect())
        .orElse(measured.effect().effect());
  }

  private static String saved(Effects effects) {
    return percent(effects.conversion()) + ", " + percent(effects.value());
  }

  private static String percent(Measured measured) {
    return measured
        .cuped()
        .map(Cuped::varianceSaved)
        .map(saved -> String.format(Locale.ROOT, "%.0f %%", 100 * saved))
        .orElse("no CUPED");
  }

  private static void note(StringBuilder text, long count, String what) {
    if (count > 0) {
      line(text, "%d %s", count, what);
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private static String shown(Interval interval, double per) {
    return String.format(
        Locale.ROOT,
        "%+.2f (%+.2f .. %+.2f)",
        per * interval.value(),
        per * interval.low(),
        per * interval.high());
  }
}
