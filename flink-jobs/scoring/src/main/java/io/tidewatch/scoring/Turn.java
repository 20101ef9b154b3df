package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.decisions.TicketEffect;
import io.tidewatch.decisions.eligibility.DecisionPoint;
import io.tidewatch.models.Contribution;
import io.tidewatch.models.Contributions;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.ShadowScore;
import io.tidewatch.schemas.TicketSignalRules;
import java.util.List;

/**
 * One event in a bundle, and what becomes of it on its way through {@link CustomerScoring}. Used
 * again by later bundles, so that a bundle allocates nothing. One thread.
 */
final class Turn {
  /** Place in the order of arrival, from 0. */
  final int position;

  /** Feature vector at this moment, {@code [FeatureCatalogue.size()]}. */
  final float[] features = new float[FeatureCatalogue.size()];

  String customerId;
  Inbound inbound;
  Customer customer;
  Turn sameCustomer; // the next turn of the customer in the bundle, null if this is the last
  Moment moment;
  ServingModel.Churn churn; // serves the customer at this moment, null if none does
  ServingModel.Recommend recommender; // as above
  ChurnScore score; // the model's, then with the effect of tickets
  float ticketEffect; // what tickets added to the model's churn probability
  CustomerScoring.Decisions decisions;
  List<ShadowScore> shadowScores = List.of();

  Turn(int position) {
    this.position = position;
  }

  /** Returns the event; only of a turn that is one. */
  Event event() {
    return inbound instanceof Inbound.Accepted accepted
        ? accepted.event()
        : ((Inbound.Visited) inbound).event();
  }

  /** Returns whether it is an event of a visitor who is, or is linked to, the customer. */
  boolean isVisit() {
    return inbound instanceof Inbound.Visited;
  }

  /** Returns what rules for offers may ask for; only of a turn that is scored. */
  DecisionPoint decisionPoint() {
    return new DecisionPoint(
        moment.customerId(),
        moment.triggerEventId(),
        moment.state(),
        moment.atMicros(),
        features,
        score);
  }

  /** Raises the model's score by what the customer said in tickets. */
  void addTicketEffect(TicketSignalRules rules) {
    ChurnScore raised = TicketEffect.on(score, moment.state(), moment.atMicros(), rules);
    ticketEffect = raised.churn() - score.churn();
    score = raised;
  }

  /** Returns why the churn score is what it is; only of a turn that a churn model scored. */
  Contributions contributions() {
    Contributions model = churn.model().contributions(moment.state(), features);
    return ticketEffect == 0
        ? model
        : model.with(new Contribution(TicketEffect.GROUP, ticketEffect));
  }

  /** Lets go of what came of it. */
  void done() {
    moment = null;
    churn = null;
    recommender = null;
    score = null;
    ticketEffect = 0;
    decisions = null;
    shadowScores = List.of();
  }

  /** Lets go of all that it held. */
  void clear() {
    done();
    customerId = null;
    inbound = null;
    customer = null;
    sameCustomer = null;
  }
}
