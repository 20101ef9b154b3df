package io.tidewatch.platform.policy;

import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.platform.options.StoreOptions;
import io.tidewatch.platform.releases.StoredReleases;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.DecisionRebuild;
import io.tidewatch.scoring.PolicyTrial;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Sets up the trial of a policy on what was logged. */
final class LoggedTrial {
  private final LogSource source;

  LoggedTrial(LogSource source) {
    this.source = source;
  }

  /** Reads offers, beliefs and the releases that the decisions name. */
  PolicyTrial prepare(StoreOptions store) {
    Map<String, Offer> offers = new LinkedHashMap<>();
    source.read(Topic.OFFERS, record -> offers.put(((Offer) record).getOfferId(), (Offer) record));
    Propensities beliefs = new Propensities(LearningRules.DEFAULT);
    source.read(Topic.OFFER_BELIEFS, record -> beliefs.restore((OfferBelief) record));
    Set<String> digests = new TreeSet<>();
    decisions(record -> record.getModels().forEach(model -> digests.add(model.getSha256())));
    if (digests.isEmpty()) {
      throw new CommandFailedException(
          "the log holds no decision on offers that can be made again; records of version 2 and"
              + " older hold no state");
    }
    StoredReleases stored = new StoredReleases(store.open());
    try {
      return new PolicyTrial(
          DecisionRebuild.with(digests.stream().map(stored::bySha256).toList()),
          offers.values(),
          beliefs);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  /** Gives every decision on offers that can be made again, each once. */
  void decisions(Consumer<DecisionRecord> each) {
    Set<String> seen = new HashSet<>();
    source.read(
        Topic.DECISION_LOG,
        record -> {
          DecisionRecord decision = (DecisionRecord) record;
          if (isOnOffers(decision) && seen.add(decision.getDecisionId())) {
            each.accept(decision);
          }
        });
  }

  private static boolean isOnOffers(DecisionRecord decision) {
    return decision.getState() != null
        && decision.getOfferId() != null
        && (decision.getKind() == DecisionKind.OFFER
            || decision.getKind() == DecisionKind.SUPPRESSION);
  }
}
