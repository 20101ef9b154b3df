package io.tidewatch.scoring;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.AlertPolicy;
import io.tidewatch.decisions.Creatives;
import io.tidewatch.decisions.DecisionIds;
import io.tidewatch.decisions.Language;
import io.tidewatch.decisions.LiveOffers;
import io.tidewatch.decisions.OfferDecision;
import io.tidewatch.decisions.RankedOffers;
import io.tidewatch.decisions.Reasons;
import io.tidewatch.decisions.ValueAtRisk;
import io.tidewatch.decisions.Verdicts;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.Creative;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.FloatColumn;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.SuppressedKind;
import io.tidewatch.schemas.Suppression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes scores and decisions as records of the output topics.
 *
 * <p>A decision on offers considers all that are live, which may be many: decision-log and, where
 * one was held back, suppressions hold one record of it each, with the ids of all of them side by
 * side with the reasons.
 */
final class DecisionWriter {
  private static final int TOP_CATEGORIES = 20;
  private static final int TOP_REASONS = 4;

  private final CustomerScoring.Output output;
  private final DataOutputSerializer evidence = new DataOutputSerializer(1_024);

  DecisionWriter(CustomerScoring.Output output) {
    this.output = output;
  }

  void score(Turn turn) {
    Moment moment = turn.moment;
    ChurnScore score = turn.score;
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
            .setTopCategories(
                turn.recommender == null ? List.of() : turn.recommender.top(state, TOP_CATEGORIES))
            .setModel(turn.churn.ref())
            .build());
  }

  void alert(Turn turn, AlertPolicy.Candidate candidate, Policy policy) {
    Moment moment = turn.moment;
    ChurnScore score = turn.score;
    CustomerState state = moment.state();
    AlertRules rules = policy.getAlerts();
    ModelRef model = turn.churn.ref();
    double usualSpendMinor = state.usualSpendMinor(turn.churn.model().horizonDays());
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
            .setValueAtRiskMinor(ValueAtRisk.minor(score.churn(), usualSpendMinor))
            .setUsualSpendMinor(Math.round(Math.max(0, usualSpendMinor)))
            .setCurrency(state.currency())
            .setReasons(
                Reasons.raising(
                    contributions(turn),
                    state,
                    moment.atMicros(),
                    TOP_REASONS,
                    Language.ofDesk(rules)))
            .setDesk(rules.getDesk())
            .setTriggerEventId(moment.triggerOrNull())
            .setModel(model)
            .setPolicyVersion(policy.getVersion())
            .setFeatureDigest(FeatureDigest.of(turn.features))
            .build();
    output.candidate(
        new AlertCandidate(
            alert,
            rebuildable(turn, policy)
                .setDecisionId(alertId)
                .setKind(DecisionKind.ALERT)
                .setModels(List.of(model))
                .build(),
            candidate.raisedAtMicros(),
            rules.getDailyCapacity(),
            rules.getDeskTimeZone(),
            rules.getCoolDownHours()));
  }

  private static List<Reasons.Contribution> contributions(Turn turn) {
    return turn.contributions().groups().stream()
        .map(group -> new Reasons.Contribution(group.group(), group.value()))
        .toList();
  }

  /**
   * Writes what became of the live offers at one moment; nothing if there were none.
   *
   * @param verdicts those of the decision, or as they were logged
   * @param liveDigest {@link LiveOffers#digestAt} of that moment
   * @return the offer that was made, if any
   */
  Optional<NextBestOffer> offers(
      Turn turn, OfferDecision decision, Verdicts verdicts, long liveDigest, Policy policy) {
    int heldBack = verdicts.firstHeldBack();
    if (decision.chosen().isEmpty() && heldBack < 0) {
      return Optional.empty();
    }
    DecisionRecord.Builder record =
        rebuildable(turn, policy)
            .setModels(modelsOfOffers(turn))
            .setOfferIds(verdicts.offerIds())
            .setReasons(verdicts.reasons())
            .setWeightsMinor(decision.contenders().weightsMinor())
            .setLogOdds(decision.contenders().logOdds())
            .setDeviations(decision.contenders().deviations())
            .setLiveOffersDigest(liveDigest);
    Optional<NextBestOffer> made = decision.chosen().map(chosen -> offer(turn, chosen, policy));
    made.ifPresent(
        offer ->
            record
                .setKind(DecisionKind.OFFER)
                .setDecisionId(offer.getDecisionId())
                .setOfferId(offer.getOfferId())
                .setOffer(decision.chosen().orElseThrow().offer()));
    if (heldBack >= 0) {
      Suppression suppression = suppression(turn.moment, verdicts, heldBack, policy);
      if (made.isEmpty()) {
        record
            .setKind(DecisionKind.SUPPRESSION)
            .setDecisionId(suppression.getSuppressionId())
            .setSuppressionReason(suppression.getReason())
            .setOfferId(suppression.getOfferId());
      }
      output.record(suppression);
    }
    output.record(record.build());
    return made;
  }

  /** Emits the offer. */
  private NextBestOffer offer(Turn turn, OfferDecision.Chosen chosen, Policy policy) {
    Moment moment = turn.moment;
    ModelRef model = turn.recommender.ref();
    String offerId = chosen.offer().getOfferId();
    String decisionId =
        DecisionIds.offer(
            moment.customerId(),
            offerId,
            moment.triggerEventId(),
            moment.atMicros(),
            policy.getVersion(),
            model.getSha256());
    NextBestOffer made =
        NextBestOffer.newBuilder()
            .setDecisionId(decisionId)
            .setCustomerId(moment.customerId())
            .setDecidedAt(Micros.toInstant(moment.atMicros()))
            .setOfferId(offerId)
            .setCampaignId(chosen.offer().getCampaignId())
            .setChannel(chosen.channel())
            .setLocale(moment.state().locale())
            .setCreativeId(
                Creatives.best(chosen.offer(), moment.state().locale(), chosen.channel())
                    .map(Creative::getCreativeId)
                    .orElse(null))
            .setExpiresAt(Micros.toInstant(expiresAt(moment, chosen, policy)))
            .setAffinity((float) chosen.affinity())
            .setExpectedValueMinor(chosen.expectedValueMinor())
            .setPropensity((float) chosen.propensity())
            .setCurrency(chosen.offer().getCurrency())
            .setTriggerEventId(moment.triggerEventId())
            .setModel(model)
            .setPolicyVersion(policy.getVersion())
            .setFeatureDigest(FeatureDigest.of(turn.features))
            .setArbitration(chosen.arbitration())
            .build();
    output.record(made);
    return made;
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

  /**
   * Returns what suppressions says.
   *
   * @param heldBack place of the first offer that was held back
   */
  private static Suppression suppression(
      Moment moment, Verdicts verdicts, int heldBack, Policy policy) {
    String first = verdicts.offerIds().get(heldBack);
    return Suppression.newBuilder()
        .setSuppressionId(
            DecisionIds.offerSuppression(
                moment.customerId(),
                first,
                moment.triggerEventId(),
                moment.atMicros(),
                policy.getVersion()))
        .setCustomerId(moment.customerId())
        .setDecidedAt(Micros.toInstant(moment.atMicros()))
        .setKind(SuppressedKind.OFFER)
        .setReason(verdicts.reasons().get(heldBack))
        .setOfferId(first)
        .setOfferIds(verdicts.offerIds())
        .setReasons(verdicts.reasons())
        .setTriggerEventId(moment.triggerOrNull())
        .setPolicyVersion(policy.getVersion())
        .build();
  }

  void scoreRecord(Turn turn, Policy policy) {
    Moment moment = turn.moment;
    ModelRef model = turn.churn.ref();
    output.record(
        record(turn, policy)
            .setDecisionId(
                DecisionIds.score(
                    moment.customerId(),
                    moment.triggerEventId(),
                    moment.atMicros(),
                    model.getSha256()))
            .setKind(DecisionKind.SCORE)
            .setModels(List.of(model))
            .build());
  }

  private static List<ModelRef> modelsOfOffers(Turn turn) {
    return turn.churn == null
        ? List.of(turn.recommender.ref())
        : List.of(turn.recommender.ref(), turn.churn.ref());
  }

  /** Starts the record of a decision, with all that it takes to make the decision again. */
  private DecisionRecord.Builder rebuildable(Turn turn, Policy policy) {
    return record(turn, policy).setState(evidence(turn.moment.state())).setPolicy(policy);
  }

  private ByteBuffer evidence(CustomerState state) {
    evidence.clear();
    try {
      CustomerStateLayout.writeWithoutEventIds(state, evidence);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return ByteBuffer.wrap(evidence.getCopyOfBuffer());
  }

  private static DecisionRecord.Builder record(Turn turn, Policy policy) {
    Moment moment = turn.moment;
    ChurnScore score = turn.score;
    return DecisionRecord.newBuilder()
        .setCustomerId(moment.customerId())
        .setDecidedAt(Micros.toInstant(moment.atMicros()))
        .setFeatures(FloatColumn.of(turn.features.clone(), turn.features.length))
        .setCatalogueDigest(FeatureCatalogue.digest())
        .setChurn(score.churn())
        .setPurchase7(score.purchase7())
        .setExpectedSpendMinor(score.expectedSpendMinor())
        .setPolicyVersion(policy.getVersion())
        .setTriggerEventId(moment.triggerOrNull())
        .setTicketEffect(turn.ticketEffect)
        .setShadowScores(turn.shadowScores);
  }
}
