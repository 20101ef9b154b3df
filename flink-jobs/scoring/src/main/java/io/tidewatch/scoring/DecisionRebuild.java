package io.tidewatch.scoring;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.decisions.AlertPolicy;
import io.tidewatch.decisions.LiveOffers;
import io.tidewatch.decisions.OfferDecision;
import io.tidewatch.decisions.OfferPolicy;
import io.tidewatch.decisions.RankedOffers;
import io.tidewatch.decisions.Verdicts;
import io.tidewatch.decisions.retention.RetentionPolicy;
import io.tidewatch.models.Contributions;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes decisions again from their records: reads the customer's state, computes features, scores
 * and contributions through the kernels of the releases that the record names, and writes the alert
 * or the offer through the code that wrote it in the job. Nothing of the result is copied from what
 * the record says the result was; where they differ, something was not what it claimed to be.
 *
 * <pre>{@code
 * DecisionRebuild rebuild = DecisionRebuild.with(releases); // those of record.getModels()
 * Rebuilt again = rebuild.rebuild(record, offersOfToday);
 * assert again.alert().orElseThrow().equals(alertOnTheTopic);
 * }</pre>
 *
 * <p>One thread. Costs a compilation of the releases, then well under a millisecond per decision.
 */
public final class DecisionRebuild {

  /**
   * A decision that was made again.
   *
   * @param alert the alert; of a suppression of an alert that which was held back
   * @param offer the offer that was made
   * @param record the record of it in decision-log
   * @param suppression what the topic suppressions says of it
   * @param contributions why the churn score is what it is; empty without a churn model
   * @param state the customer; not to be folded into, because its event ids were left out
   * @param offersDecidedAgain whether the choice among all live offers was made again; false where
   *     they have changed since, so that the offers held back stand as they were logged. True for
   *     alerts
   */
  public record Rebuilt(
      Optional<ChurnAlert> alert,
      Optional<NextBestOffer> offer,
      DecisionRecord record,
      Optional<Suppression> suppression,
      Optional<Contributions> contributions,
      CustomerState state,
      boolean offersDecidedAgain) {}

  private static final ChurnScore NO_SCORE = new ChurnScore(0, 0, 0);

  private final Map<ModelRef, ServingModel> models = new HashMap<>();
  private final OfferPolicy offerPolicy = new RankedOffers();

  private DecisionRebuild() {}

  /**
   * Compiles releases: as many as the records name, in whatever roles they were.
   *
   * @throws IllegalArgumentException if this version refuses one
   */
  public static DecisionRebuild with(List<Release> releases) {
    DecisionRebuild rebuild = new DecisionRebuild();
    for (Release release : releases) {
      try {
        rebuild.models.put(release.ref(), ServingModel.of(release.servingBytes()));
      } catch (RefusedReleaseException e) {
        throw new IllegalArgumentException(release + " is refused by gate " + e.gate(), e);
      }
    }
    return rebuild;
  }

  /**
   * Makes a decision again.
   *
   * @param logged record of an alert, an offer or a suppression
   * @param offersNow offers as the topic offers has them now
   * @throws IllegalArgumentException if the record does not hold what it takes, another catalogue
   *     of features gave its vector, or a release that it names was not given
   */
  public Rebuilt rebuild(DecisionRecord logged, Collection<Offer> offersNow) {
    Turn turn = turn(logged);
    return logged.getOfferId() == null
        ? alert(logged, turn, logged.getPolicy())
        : offers(logged, turn, logged.getPolicy(), offersNow);
  }

  /** Returns the customer at the moment of a decision, scored again. */
  Turn turn(DecisionRecord logged) {
    requireRebuildable(logged);
    CustomerState state = state(logged);
    Turn turn = new Turn(0);
    turn.moment =
        new Moment(
            logged.getCustomerId(),
            state,
            Micros.of(logged.getDecidedAt()),
            logged.getTriggerEventId());
    for (ModelRef model : logged.getModels()) {
      if (models.get(model) instanceof ServingModel.Churn churn) {
        turn.churn = churn;
      } else {
        turn.recommender = (ServingModel.Recommend) models.get(model);
        turn.recommender.forgetOffers();
      }
    }
    FeatureCatalogue.vector(state, turn.moment.atMicros(), turn.features);
    turn.score = turn.churn == null ? NO_SCORE : turn.churn.model().score(state, turn.features);
    if (turn.churn != null) {
      turn.addTicketEffect(logged.getPolicy().getTicketSignals());
    }
    // Nothing was decided by a shadow, and its release may never have been stored.
    turn.shadowScores = logged.getShadowScores();
    return turn;
  }

  private Rebuilt alert(DecisionRecord logged, Turn turn, Policy policy) {
    Written written = new Written();
    new DecisionWriter(written).alert(turn, raised(logged, turn, policy.getAlerts()), policy);
    AlertCandidate candidate = written.candidates.get(0);
    boolean heldBack = logged.getKind() == DecisionKind.SUPPRESSION;
    RetentionChoice choice = heldBack ? null : retention(logged, candidate, policy.getAlerts());
    return rebuilt(
        Optional.of(candidate.sent(choice)),
        Optional.empty(),
        heldBack ? candidate.heldBack(logged.getSuppressionReason()) : candidate.logged(choice),
        heldBack
            ? Optional.of(candidate.suppression(logged.getSuppressionReason()))
            : Optional.empty(),
        turn,
        true);
  }

  /** What the desk had left, and at what price, cannot be known from this customer. */
  private static RetentionChoice retention(
      DecisionRecord logged, AlertCandidate candidate, AlertRules rules) {
    RetentionChoice before = logged.getRetention();
    return before == null || rules.getRetention() == null
        ? null
        : RetentionPolicy.choose(
            candidate.customer(),
            rules.getRetention(),
            before.getPrice(),
            before.getBudgetLeftMinor());
  }

  /** Lets the policy decide again, on the state as it was before it opened the alert. */
  private static AlertPolicy.Candidate raised(DecisionRecord logged, Turn turn, AlertRules rules) {
    Moment moment = turn.moment;
    CustomerState state = moment.state();
    if (state.lastAlertAt() == moment.atMicros()) {
      state.clearAlert();
    }
    AlertPolicy.Outcome outcome =
        AlertPolicy.decide(
            state, turn.score.churn(), moment.atMicros(), moment.isRescoring(), rules);
    if (outcome instanceof AlertPolicy.Candidate candidate) {
      return candidate;
    }
    throw new IllegalArgumentException(
        "decision %s: made again, no alert is raised at churn %s (raiseAt %s, clearBelow %s, %d purchases)"
            .formatted(
                logged.getDecisionId(),
                turn.score.churn(),
                rules.getRaiseAt(),
                rules.getClearBelow(),
                state.purchases()));
  }

  private Rebuilt offers(
      DecisionRecord logged, Turn turn, Policy policy, Collection<Offer> offersNow) {
    Moment moment = turn.moment;
    List<Offer> live = new LiveOffers(offersNow).at(moment.atMicros());
    boolean all = LiveOffers.digest(live) == logged.getLiveOffersDigest();
    List<Offer> known = all ? live : madeOffer(logged);
    Set<String> outOfBudget = outOfBudget(logged);
    OfferDecision decision =
        offerPolicy.decide(
            turn.decisionPoint(),
            known,
            policy,
            offer -> !outOfBudget.contains(offer.getOfferId()),
            new LoggedProspects(logged, turn.recommender.affinities(moment.state())));
    if (!all) {
      decision = decision.among(LoggedProspects.contenders(logged), turn.decisionPoint(), policy);
    }
    Written written = new Written();
    new DecisionWriter(written)
        .offers(
            turn,
            decision,
            all ? decision.verdicts() : new Verdicts(logged.getOfferIds(), logged.getReasons()),
            logged.getLiveOffersDigest(),
            policy);
    Optional<DecisionRecord> record = written.one(DecisionRecord.class);
    if (record.isEmpty()) {
      throw new IllegalArgumentException(
          "decision %s: made again, no offer is made and none held back; the record names %s"
              .formatted(logged.getDecisionId(), logged.getOfferId()));
    }
    return rebuilt(
        Optional.empty(),
        written.one(NextBestOffer.class),
        record.get(),
        written.one(Suppression.class),
        turn,
        all);
  }

  /** What others had left of an offer cannot be known from this customer. */
  static Set<String> outOfBudget(DecisionRecord logged) {
    return Set.copyOf(
        OfferReasons.heldBack(logged).getOrDefault(SuppressionReason.BUDGET, List.of()));
  }

  private static List<Offer> madeOffer(DecisionRecord logged) {
    return logged.getOffer() == null ? List.of() : List.of(logged.getOffer());
  }

  private Rebuilt rebuilt(
      Optional<ChurnAlert> alert,
      Optional<NextBestOffer> offer,
      DecisionRecord record,
      Optional<Suppression> suppression,
      Turn turn,
      boolean offersDecidedAgain) {
    CustomerState state = turn.moment.state();
    Optional<Contributions> contributions =
        turn.churn == null ? Optional.empty() : Optional.of(turn.contributions());
    return new Rebuilt(alert, offer, record, suppression, contributions, state, offersDecidedAgain);
  }

  private void requireRebuildable(DecisionRecord logged) {
    String id = logged.getDecisionId();
    if (logged.getKind() == DecisionKind.SCORE || logged.getState() == null) {
      throw new IllegalArgumentException(
          "decision %s is a %s record without the customer's state, so it cannot be made again: plain scores and records of older versions hold only features and score"
              .formatted(id, logged.getKind()));
    }
    if (!logged.getCatalogueDigest().equals(FeatureCatalogue.digest())) {
      throw new IllegalArgumentException(
          "decision %s was made with feature catalogue %s, this version computes %s; use the version of Tidewatch that made it"
              .formatted(id, logged.getCatalogueDigest(), FeatureCatalogue.digest()));
    }
    for (ModelRef model : logged.getModels()) {
      if (!models.containsKey(model)) {
        throw new IllegalArgumentException(
            "decision %s was made by %s %s (%s), which was not given"
                .formatted(id, model.getName(), model.getVersion(), model.getSha256()));
      }
    }
  }

  private static CustomerState state(DecisionRecord logged) {
    ByteBuffer buffer = logged.getState().duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    try {
      return CustomerStateLayout.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "decision %s: its customer state of %d bytes cannot be read: %s"
              .formatted(logged.getDecisionId(), bytes.length, e.getMessage()),
          e);
    }
  }

  /** Keeps what is written. */
  private static final class Written implements CustomerScoring.Output {
    private final List<SpecificRecord> records = new ArrayList<>();
    private final List<AlertCandidate> candidates = new ArrayList<>();

    @Override
    public void record(SpecificRecord record) {
      records.add(record);
    }

    @Override
    public void candidate(AlertCandidate candidate) {
      candidates.add(candidate);
    }

    @Override
    public void folded(Event event, Fold.Outcome outcome) {
      throw new IllegalStateException("nothing is folded while a decision is made again");
    }

    <T> Optional<T> one(Class<T> type) {
      return records.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
  }
}
