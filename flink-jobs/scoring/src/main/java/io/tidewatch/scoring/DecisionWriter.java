package io.tidewatch.scoring;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.AlertPolicy;
import io.tidewatch.decisions.DecisionIds;
import io.tidewatch.decisions.OfferDecision;
import io.tidewatch.decisions.RankedOffers;
import io.tidewatch.decisions.Reasons;
import io.tidewatch.decisions.ValueAtRisk;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes scores and decisions as records of the output topics.
 *
 * <p>decision-log holds a record for every decision. The feature vector is the bulk of one, and all
 * offers of one decision point share it: the record of the offer that was made carries it, or, if
 * none was made, that of the first one held back; the others, of the same customer and time, have
 * an empty one.
 */
final class DecisionWriter {
  private static final int TOP_CATEGORIES = 20;
  private static final int TOP_REASONS = 4;

  private final Champions champions;
  private final CustomerScoring.Output output;

  DecisionWriter(Champions champions, CustomerScoring.Output output) {
    this.champions = champions;
    this.output = output;
  }

  void score(Moment moment, ChurnScore score) {
    CustomerState state = moment.state();
    output.record(
        CustomerScore.newBuilder()
            .setCustomerId(moment.customerId())
            .setScoredAt(Micros.toInstant(moment.atMicros()))
            .setChurn(score.churn())
            .setPurchase7(score.purchase7())
            .setExpectedSpendMinor(Math.round((double) score.expectedSpendMinor()))
            .setCurrency(state.currency())
            .setLastEventAt(Micros.toInstant(state.lastEventAt()))
            .setTopCategories(champions.topCategories(state, TOP_CATEGORIES))
            .setModel(champions.churnRef())
            .build());
  }

  void alert(
      Moment moment,
      ChurnScore score,
      float[] features,
      AlertPolicy.Candidate candidate,
      Policy policy) {
    CustomerState state = moment.state();
    AlertRules rules = policy.getAlerts();
    ModelRef model = champions.churnRef();
    String alertId =
        DecisionIds.alert(
            moment.customerId(),
            moment.triggerEventId(),
            moment.atMicros(),
            policy.getVersion(),
            model.getSha256());
    ChurnAlert alert =
        ChurnAlert.newBuilder()
            .setAlertId(alertId)
            .setCustomerId(moment.customerId())
            .setDecidedAt(Micros.toInstant(moment.atMicros()))
            .setChurn(score.churn())
            .setPurchase7(score.purchase7())
            .setExpectedSpendMinor(Math.round((double) score.expectedSpendMinor()))
            .setValueAtRiskMinor(
                ValueAtRisk.minor(score.churn(), state.usualSpendMinor(champions.horizonDays())))
            .setCurrency(state.currency())
            .setReasons(
                Reasons.raising(
                    contributions(state, features), state, moment.atMicros(), TOP_REASONS))
            .setDesk(rules.getDesk())
            .setTriggerEventId(moment.triggerOrNull())
            .setModel(model)
            .setPolicyVersion(policy.getVersion())
            .setFeatureDigest(FeatureDigest.of(features))
            .build();
    output.candidate(
        new AlertCandidate(
            alert,
            record(moment, score, policy)
                .setDecisionId(alertId)
                .setKind(DecisionKind.ALERT)
                .setFeatures(boxed(features))
                .setModels(List.of(model))
                .build(),
            candidate.raisedAtMicros(),
            rules.getDailyCapacity(),
            rules.getDeskTimeZone(),
            rules.getCoolDownHours()));
  }

  private List<Reasons.Contribution> contributions(CustomerState state, float[] features) {
    return champions.contributions(state, features).stream()
        .map(group -> new Reasons.Contribution(group.group(), group.value()))
        .toList();
  }

  void offers(
      Moment moment, ChurnScore score, float[] features, OfferDecision decision, Policy policy) {
    if (decision.chosen().isEmpty() && decision.heldBack().isEmpty()) {
      return;
    }
    List<Float> vector = boxed(features);
    if (decision.chosen().isPresent()) {
      offer(moment, score, features, vector, decision.chosen().get(), policy);
      vector = List.of();
    }
    for (OfferDecision.HeldBack heldBack : decision.heldBack()) {
      suppression(moment, score, vector, heldBack, policy);
      vector = List.of();
    }
  }

  private void offer(
      Moment moment,
      ChurnScore score,
      float[] features,
      List<Float> vector,
      OfferDecision.Chosen chosen,
      Policy policy) {
    ModelRef model = champions.recommenderRef();
    String offerId = chosen.offer().getOfferId();
    String decisionId =
        DecisionIds.offer(
            moment.customerId(),
            offerId,
            moment.triggerEventId(),
            moment.atMicros(),
            policy.getVersion(),
            model.getSha256());
    output.record(
        NextBestOffer.newBuilder()
            .setDecisionId(decisionId)
            .setCustomerId(moment.customerId())
            .setDecidedAt(Micros.toInstant(moment.atMicros()))
            .setOfferId(offerId)
            .setCampaignId(chosen.offer().getCampaignId())
            .setChannel(chosen.offer().getChannel())
            .setLocale(moment.state().locale())
            .setExpiresAt(Micros.toInstant(expiresAt(moment, chosen, policy)))
            .setAffinity((float) chosen.affinity())
            .setExpectedValueMinor(chosen.expectedValueMinor())
            .setPropensity((float) chosen.propensity())
            .setCurrency(chosen.offer().getCurrency())
            .setTriggerEventId(moment.triggerEventId())
            .setModel(model)
            .setPolicyVersion(policy.getVersion())
            .setFeatureDigest(FeatureDigest.of(features))
            .build());
    output.record(
        record(moment, score, policy)
            .setDecisionId(decisionId)
            .setKind(DecisionKind.OFFER)
            .setOfferId(offerId)
            .setFeatures(vector)
            .setModels(modelsOfOffers())
            .build());
  }

  /** A day, but not beyond the offer's validity nor into the next quiet hours. */
  private static long expiresAt(Moment moment, OfferDecision.Chosen chosen, Policy policy) {
    long nextQuiet =
        RankedOffers.quietHours(policy.getOffers())
            .nextStart(moment.atMicros(), moment.state().timeZone());
    return Math.min(
        Math.min(moment.atMicros() + Micros.PER_DAY, nextQuiet),
        Micros.of(chosen.offer().getValidUntil()));
  }

  private void suppression(
      Moment moment,
      ChurnScore score,
      List<Float> vector,
      OfferDecision.HeldBack heldBack,
      Policy policy) {
    String offerId = heldBack.offer().getOfferId();
    String suppressionId =
        DecisionIds.offerSuppression(
            moment.customerId(),
            offerId,
            moment.triggerEventId(),
            moment.atMicros(),
            policy.getVersion());
    output.record(
        Suppression.newBuilder()
            .setSuppressionId(suppressionId)
            .setCustomerId(moment.customerId())
            .setDecidedAt(Micros.toInstant(moment.atMicros()))
            .setKind(SuppressedKind.OFFER)
            .setReason(heldBack.reason())
            .setOfferId(offerId)
            .setTriggerEventId(moment.triggerOrNull())
            .setPolicyVersion(policy.getVersion())
            .build());
    output.record(
        record(moment, score, policy)
            .setDecisionId(suppressionId)
            .setKind(DecisionKind.SUPPRESSION)
            .setSuppressionReason(heldBack.reason())
            .setOfferId(offerId)
            .setFeatures(vector)
            .setModels(modelsOfOffers())
            .build());
  }

  void scoreRecord(Moment moment, ChurnScore score, float[] features, Policy policy) {
    ModelRef model = champions.churnRef();
    output.record(
        record(moment, score, policy)
            .setDecisionId(
                DecisionIds.score(
                    moment.customerId(),
                    moment.triggerEventId(),
                    moment.atMicros(),
                    model.getSha256()))
            .setKind(DecisionKind.SCORE)
            .setFeatures(boxed(features))
            .setModels(List.of(model))
            .build());
  }

  private List<ModelRef> modelsOfOffers() {
    return champions.hasChurn()
        ? List.of(champions.recommenderRef(), champions.churnRef())
        : List.of(champions.recommenderRef());
  }

  private static DecisionRecord.Builder record(Moment moment, ChurnScore score, Policy policy) {
    return DecisionRecord.newBuilder()
        .setCustomerId(moment.customerId())
        .setDecidedAt(Micros.toInstant(moment.atMicros()))
        .setCatalogueDigest(FeatureCatalogue.digest())
        .setChurn(score.churn())
        .setPurchase7(score.purchase7())
        .setExpectedSpendMinor(score.expectedSpendMinor())
        .setPolicyVersion(policy.getVersion())
        .setTriggerEventId(moment.triggerOrNull());
  }

  private static List<Float> boxed(float[] features) {
    List<Float> values = new ArrayList<>(features.length);
    for (float feature : features) {
      values.add(feature);
    }
    return values;
  }
}
