package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.decisions.AlertPolicy;
import io.tidewatch.decisions.DecisionIds;
import io.tidewatch.decisions.LiveOffers;
import io.tidewatch.decisions.OfferBudgets;
import io.tidewatch.decisions.OfferDecision;
import io.tidewatch.decisions.OfferPolicy;
import io.tidewatch.decisions.RankedOffers;
import io.tidewatch.decisions.learning.Answer;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.OfferMade;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What happens to customers at their events: fold, step, score, decide, emit. Knows no Flink, no
 * clock and no store, so that it runs the same in the job, in a test and in a benchmark. One
 * thread.
 *
 * <p>It takes one event each of several customers at a time, so that the models can step and score
 * them in one batch. Scores do not depend on the company: a customer comes out bit for bit as
 * alone.
 *
 * <p>Silence is scored too. Before an event at time t is folded, the customer is scored at every
 * regular time up to t, so that the order is the same whether a timer or the event came first.
 */
final class CustomerScoring {

  /** Takes what comes out. */
  interface Output extends ScoreMonitor.Listener {
    /** What follows came out at the turn of this position in the bundle. */
    default void turn(int position) {}

    /** A record of an output topic. */
    void record(SpecificRecord record);

    /** An open alert for the desk. */
    void candidate(AlertCandidate candidate);

    /** What became of an event. */
    void folded(Event event, Fold.Outcome outcome);

    @Override
    default void observed(Observation observation) {}

    @Override
    default void truth(TruthSignal signal) {}

    /** What happened to an offer that was made. */
    default void offer(OfferSignal signal) {}
  }

  /**
   * When to score silent customers, when to forget them, and which scores to publish.
   *
   * @param scoreChange how far the churn probability must have moved
   * @param learning how fast what was learned about offers is forgotten
   */
  record Settings(
      Duration rescoreInterval, Duration customerTtl, double scoreChange, LearningRules learning)
      implements Serializable {}

  /** What was decided at one moment. */
  record Decisions(
      AlertPolicy.Outcome alert,
      Optional<OfferDecision> offers,
      boolean publishScore,
      boolean logScore) {

    /** Returns whether decision-log gets a record of it. */
    boolean areLogged() {
      return logScore || alert instanceof AlertPolicy.Candidate || offers.isPresent();
    }
  }

  private static final long SESSION_GAP = 30L * 60 * 1_000_000;

  private final Settings settings;
  private final Rescoring rescoring;
  private final Output output;
  private final Fold fold = new Fold();
  private final OfferPolicy offerPolicy = new RankedOffers();
  private final OfferBudgets budgets;
  private final Propensities beliefs;
  private final ScoreMonitor monitor;
  private final Serving serving;
  private final DecisionWriter writer;
  private final Turn[] silent = {new Turn(0)};
  private final Turn[] single = {new Turn(0)};
  private Turn[] scored = new Turn[1];
  private Turn[] logged = new Turn[1];
  private Policy policy = Policies.BUILT_IN;
  private LiveOffers offers = new LiveOffers(List.of());

  /**
   * Scores nobody yet.
   *
   * @param budgets what is left of limited offers; told of those that are made
   * @param monitor hears of every score, and of what customers do
   */
  CustomerScoring(Settings settings, OfferBudgets budgets, ScoreMonitor monitor, Output output) {
    this.settings = settings;
    this.budgets = budgets;
    this.beliefs = new Propensities(settings.learning());
    this.rescoring = new Rescoring(settings.rescoreInterval());
    this.output = output;
    this.monitor = monitor;
    this.serving = new Serving(monitor);
    monitor.raiseAt(policy.getAlerts().getRaiseAt());
    this.writer = new DecisionWriter(output);
  }

  /** Returns the models that serve, to be swapped between events. */
  Serving serving() {
    return serving;
  }

  /** Returns what is believed of offers, to be changed between events. */
  Propensities beliefs() {
    return beliefs;
  }

  /** Applies another policy from now on. */
  void apply(Policy newPolicy) {
    policy = newPolicy;
    monitor.raiseAt(policy.getAlerts().getRaiseAt());
  }

  /** Replaces all offers. */
  void apply(Collection<Offer> newOffers) {
    offers = new LiveOffers(newOffers);
    budgets.offers(newOffers);
    serving.forgetOffers();
  }

  /**
   * Processes one event, after the scorings that were due before it.
   *
   * @param state the customer's state, changed here; a new one for a new customer
   * @return the state to keep: the one given, or a new one if the customer had been silent for too
   *     long
   */
  CustomerState process(String customerId, CustomerState state, Event event) {
    Turn turn = single[0];
    turn.customerId = customerId;
    turn.inbound = new Inbound.Accepted(event);
    turn.customer = new Customer(customerId, 0, 0, state);
    process(single, 1);
    CustomerState kept = turn.customer.state;
    turn.clear();
    return kept;
  }

  /**
   * Processes one event each of different customers, after the scorings that were due before them.
   * Changes the customers' states; a customer who is unknown, or had been silent for too long, has
   * a new one afterwards.
   *
   * @param turns the first {@code count} are processed; all of them are events
   */
  void process(Turn[] turns, int count) {
    int due = fold(turns, count);
    if (due > 0) {
      step(scored, due);
      score(scored, due);
      decide(scored, due);
      for (int i = 0; i < due; i++) {
        output.turn(scored[i].position);
        emit(scored[i]);
        scored[i].done();
      }
    }
  }

  /** Folds the events, and puts those that are to be scored into {@code scored}. */
  private int fold(Turn[] turns, int count) {
    if (scored.length < count) {
      scored = new Turn[turns.length];
      logged = new Turn[turns.length];
    }
    int due = 0;
    for (int i = 0; i < count; i++) {
      Turn turn = turns[i];
      output.turn(turn.position);
      if (fold(turn) == Fold.Outcome.FOLDED && serving.any()) {
        turn.moment = Moment.of(turn.customerId, turn.customer.state, turn.event());
        scored[due++] = turn;
      }
    }
    return due;
  }

  private Fold.Outcome fold(Turn turn) {
    Event event = turn.event();
    CustomerState state = stateAt(turn.customer, event.availableAtMicros());
    Fold.Outcome outcome =
        turn.isVisit() ? fold.foldOfVisitor(state, event) : fold.fold(state, event);
    output.folded(event, outcome);
    if (outcome == Fold.Outcome.FOLDED) {
      tell(turn.customerId, event);
    }
    planRescoring(turn.customerId, state);
    return outcome;
  }

  /** Scores up to a moment, and gives a customer a new state who is unknown or long silent. */
  private CustomerState stateAt(Customer customer, long atMicros) {
    if (customer.state == null || !rescoreUntil(customer.id, customer.state, atMicros)) {
      customer.state = new CustomerState();
    }
    return customer.state;
  }

  private void planRescoring(String customerId, CustomerState state) {
    if (state.nextRescoreAt() == 0) {
      state.nextRescoreAt(rescoring.next(customerId, state.now()));
    }
  }

  /**
   * Folds an event of a visitor that belonged to somebody else before. It is history: nothing is
   * decided at it, and who compares scores with what customers do was told of it before.
   */
  void move(Customer customer, Inbound.Visited moved) {
    CustomerState state = stateAt(customer, moved.atMicros());
    state.advanceTo(moved.atMicros());
    fold.foldOfVisitor(state, moved.event());
    planRescoring(customer.id, state);
  }

  /** Makes an event of a visitor, folded before, the customer's own. */
  void settle(CustomerState state, Event event) {
    fold.settle(state, event);
  }

  /** Takes back what visitors did, then does again what some of them did. */
  void takeBack(Customer customer, long atMicros, List<Event> remaining) {
    CustomerState state = stateAt(customer, atMicros).withoutVisitors();
    customer.state = state;
    state.advanceTo(atMicros);
    remaining.forEach(event -> fold.foldOfVisitor(state, event));
  }

  /** Tells those who compare what was said of a customer with what the customer does. */
  private void tell(String customerId, Event event) {
    if (event.record() instanceof PurchaseEvent purchase) {
      if (purchase.getKind() == PurchaseKind.PURCHASE) {
        monitor.bought(customerId, event.occurredAtMicros());
      }
    } else if (event.record() instanceof OfferOutcome outcome && outcome.getDecisionId() != null) {
      output.offer(
          new OfferSignal.Answered(
              customerId,
              outcome.getDecisionId(),
              Answer.of(outcome.getKind()),
              event.availableAtMicros()));
    }
  }

  /** Nothing of the customer is to stay with those who were told. */
  void erased(String customerId) {
    monitor.erased(customerId);
    output.offer(new OfferSignal.Erased(customerId));
  }

  /**
   * Scores a silent customer at every regular time up to a moment.
   *
   * @return false if the customer had no event for so long that the state is to be dropped
   */
  boolean rescoreUntil(String customerId, CustomerState state, long untilMicros) {
    while (state.nextRescoreAt() != 0 && state.nextRescoreAt() <= untilMicros) {
      long at = state.nextRescoreAt();
      if (at - state.lastEventAt() > settings.customerTtl().toMillis() * 1_000) {
        return false;
      }
      state.advanceTo(at);
      state.nextRescoreAt(rescoring.next(customerId, at));
      if (serving.any()) {
        silent[0].moment = Moment.rescoring(customerId, state, at);
        step(silent, 1);
        score(silent, 1);
        decide(silent, 1);
        emit(silent[0]);
        silent[0].done();
      }
    }
    return true;
  }

  /** Takes the recurrent states over what was folded since. */
  private void step(Turn[] turns, int count) {
    serving.step(turns, count);
  }

  private void score(Turn[] turns, int count) {
    for (int i = 0; i < count; i++) {
      Moment moment = turns[i].moment;
      FeatureCatalogue.vector(moment.state(), moment.atMicros(), turns[i].features);
    }
    serving.score(turns, count);
    for (int i = 0; i < count; i++) {
      // The guards judge the model, not what the policy adds to it.
      monitor.scored(turns[i]);
      if (turns[i].churn != null) {
        turns[i].addTicketEffect(policy.getTicketSignals());
      }
    }
  }

  private void decide(Turn[] turns, int count) {
    int toLog = 0;
    for (int i = 0; i < count; i++) {
      turns[i].decisions = decisions(turns[i]);
      if (turns[i].decisions.areLogged()) {
        logged[toLog++] = turns[i];
      }
    }
    serving.scoreByShadows(logged, toLog);
  }

  private Decisions decisions(Turn turn) {
    Moment moment = turn.moment;
    ChurnScore score = turn.score;
    CustomerState state = moment.state();
    boolean hasChurn = turn.churn != null;
    AlertPolicy.Outcome alert =
        hasChurn
            ? AlertPolicy.decide(
                state, score.churn(), moment.atMicros(), moment.isRescoring(), policy.getAlerts())
            : AlertPolicy.NOTHING;
    Optional<OfferDecision> offerDecision =
        turn.recommender != null && isOfferPoint(turn)
            ? Optional.of(offerDecision(turn))
            : Optional.empty();
    boolean publish =
        hasChurn
            && (moment.isRescoring()
                || state.lastScoreAt() == 0
                || Math.abs(score.churn() - state.lastScore()) > settings.scoreChange());
    boolean log =
        hasChurn
            && DecisionIds.sampled(
                moment.customerId(), moment.atMicros(), policy.getScoreLogShare());
    return new Decisions(alert, offerDecision, publish, log);
  }

  private OfferDecision offerDecision(Turn turn) {
    Moment moment = turn.moment;
    OfferDecision decision =
        offerPolicy.decide(
            turn.decisionPoint(),
            offers.at(moment.atMicros()),
            policy,
            budgets::has,
            new BelievedProspects(
                turn.recommender.affinities(moment.state()), beliefs, moment.atMicros()));
    // At once, because others may decide before this one is emitted.
    decision.chosen().ifPresent(chosen -> budgets.made(chosen.offer()));
    return decision;
  }

  private void emit(Turn turn) {
    Moment moment = turn.moment;
    Decisions decisions = turn.decisions;
    if (decisions.publishScore()) {
      writer.score(turn);
      moment.state().scored(turn.score.churn(), moment.atMicros());
    }
    if (decisions.alert() instanceof AlertPolicy.Candidate candidate) {
      writer.alert(turn, candidate, policy);
    }
    decisions.offers().ifPresent(decided -> emit(turn, decided));
    if (decisions.logScore()) {
      writer.scoreRecord(turn, policy);
    }
  }

  private void emit(Turn turn, OfferDecision decided) {
    Moment moment = turn.moment;
    Optional<NextBestOffer> made =
        writer.offers(
            turn, decided, decided.verdicts(), offers.digestAt(moment.atMicros()), policy);
    decided
        .chosen()
        .ifPresent(
            chosen ->
                moment.state().contacted(chosen.offer(), chosen.channel(), moment.atMicros()));
    made.flatMap(OfferMade::of)
        .ifPresent(offer -> output.offer(new OfferSignal.Made(moment.customerId(), offer)));
  }

  /** A purchase, or the click that opens a visit. */
  private static boolean isOfferPoint(Turn turn) {
    if (turn.moment.isRescoring()) {
      return false;
    }
    SpecificRecord record = turn.event().record();
    if (record instanceof PurchaseEvent purchase) {
      return purchase.getKind() == PurchaseKind.PURCHASE;
    }
    return record instanceof ClickEvent click
        && click.getKind() != ClickKind.UNKNOWN
        && opensVisit(turn.moment.state(), turn.event().occurredAtMicros());
  }

  private static boolean opensVisit(CustomerState state, long clickAtMicros) {
    // State times are whole seconds; an older click than the newest one opens nothing.
    boolean newest = clickAtMicros - state.lastClickAt() < 1_000_000;
    return newest
        && clickAtMicros >= state.lastClickAt()
        && (state.previousClickAt() == 0
            || state.lastClickAt() - state.previousClickAt() >= SESSION_GAP);
  }
}
