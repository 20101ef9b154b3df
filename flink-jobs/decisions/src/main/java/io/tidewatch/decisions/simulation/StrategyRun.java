package io.tidewatch.decisions.simulation;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.decisions.DecisionIds;
import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.decisions.learning.Diversity;
import io.tidewatch.decisions.learning.Learner;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.OfferMade;
import io.tidewatch.decisions.learning.Selection;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OutcomeKind;
import java.util.ArrayList;
import java.util.List;

/** One strategy's way through one market, from the first visit to the last. One thread. */
final class StrategyRun {
  private static final long DELIVERY = 60_000_000L; // a minute
  private static final Activation UNLEARNED = new Activation(0, 1);

  private final Strategy strategy;
  private final SimulationOptions options;
  private final Market market;
  private final ContactRules rules;
  private final Learner learner;
  private final Answers answers = new Answers();
  private final Fold fold = new Fold();
  private final List<CustomerState> states;
  private final long[][] lastMade = new long[Market.CUSTOMERS][Market.OFFERS];
  private final Tally tally;

  StrategyRun(Strategy strategy, SimulationOptions options) {
    this.strategy = strategy;
    this.options = options;
    this.market = new Market(options);
    this.rules = new ContactRules(market.offers());
    this.learner = new Learner(options.learning());
    this.states = market.customers().stream().map(SimulatedCustomer::state).toList();
    this.tally = new Tally(strategy, options);
  }

  StrategyResult run() {
    for (int decision = 0; decision < options.decisions(); decision++) {
      if (decision == options.driftAt()) {
        market.drift();
      }
      long at = Market.visitAt(decision);
      while (answers.hasBy(at)) {
        receive(answers.next());
      }
      visit(decision, at);
    }
    return tally.result();
  }

  private void receive(Answers.Answer answer) {
    if (strategy.learns()) {
      learner.outcome(answer.outcome());
    }
    if (answer.outcome().getKind() == OutcomeKind.ACCEPTED) {
      Offer offer = market.offers().get(index(answer.outcome().getOfferId()));
      fold.fold(
          states.get(answer.customer()),
          Population.purchase(
              answer.outcome().getCustomerId(),
              answer.outcome().getEventId(),
              answer.outcome().getOccurredAt(),
              offer.getCategories().get(0),
              offer.getValueMinor()));
    }
  }

  private void visit(int decision, long at) {
    int customer = market.visitor(decision);
    SimulatedCustomer who = market.customers().get(customer);
    CustomerState state = states.get(customer);
    ContactRules.Open open = rules.open(who.id(), state, at);
    if (open.offers().isEmpty()) {
      tally.nothing(open);
      return;
    }
    if (strategy.learns()) {
      learner.advanceTo(at);
    }
    List<Candidate> candidates = candidates(customer, open.offers(), at);
    long seed = DecisionIds.seed(who.id(), "visit-" + decision, at, strategy.key());
    Selection selection = strategy.choose(candidates, seed, options.sampling());
    Candidate chosen = candidates.get(selection.index());
    make(decision, customer, chosen, at);
    boolean accepted = market.answer(decision) < chosen.acceptance();
    String decisionId = decisionId(decision);
    answers.add(customer, decisionId, selection.offerId(), OutcomeKind.DELIVERED, at + DELIVERY);
    if (accepted) {
      long later = at + DELIVERY + market.answersAfterMicros(decision);
      answers.add(customer, decisionId, selection.offerId(), OutcomeKind.ACCEPTED, later);
    }
    tally.made(decision, open, chosen, selection, accepted);
  }

  private List<Candidate> candidates(int customer, List<Offer> open, long at) {
    List<Candidate> candidates = new ArrayList<>(open.size());
    long purchases = states.get(customer).purchases();
    for (Offer offer : open) {
      int index = index(offer.getOfferId());
      long last = lastMade[customer][index];
      LearningInputs inputs = inputs(customer, index);
      candidates.add(
          new Candidate(
              offer,
              index,
              inputs.affinity(),
              Diversity.DEFAULT.weight(last, at),
              strategy.learns() ? learned(offer, inputs, at) : UNLEARNED,
              market.acceptance(customer, index, purchases, last == 0 ? -1 : at - last)));
    }
    return candidates;
  }

  private Activation learned(Offer offer, LearningInputs inputs, long at) {
    return learner.propensities().activation(offer.getCampaignId(), offer.getOfferId(), inputs, at);
  }

  private void make(int decision, int customer, Candidate chosen, long at) {
    rules.made(chosen.offer(), states.get(customer), at);
    tally.repeated(lastMade[customer][chosen.index()] != 0);
    lastMade[customer][chosen.index()] = at;
    if (strategy.learns()) {
      learner.made(
          new OfferMade(
              decisionId(decision),
              chosen.offer().getCampaignId(),
              chosen.offer().getOfferId(),
              at,
              inputs(customer, chosen.index())));
    }
  }

  private LearningInputs inputs(int customer, int offer) {
    return new LearningInputs(
        market.affinity(customer, offer),
        market.customers().get(customer).churn(),
        states.get(customer).purchases());
  }

  private static String decisionId(int decision) {
    return String.format("visit-%08d", decision);
  }

  private static int index(String offerId) {
    return Integer.parseInt(offerId.substring("offer-".length()));
  }
}
