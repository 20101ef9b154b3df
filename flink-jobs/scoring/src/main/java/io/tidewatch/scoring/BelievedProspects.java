package io.tidewatch.scoring;

import io.tidewatch.decisions.Prospects;
import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.Outlook;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.Offer;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the recommender and the beliefs in force say of one customer at one moment. */
record BelievedProspects(ToDoubleFunction<Offer> affinities, Propensities beliefs, long atMicros)
    implements Prospects {

  @Override
  public double affinity(Offer offer) {
    return affinities.applyAsDouble(offer);
  }

  @Override
  public Activation acceptance(Offer offer, LearningInputs inputs) {
    return beliefs.activation(offer.getCampaignId(), offer.getOfferId(), inputs, atMicros);
  }

  @Override
  public Outlook outlook(List<Offer> live) {
    return beliefs.outlook(live, atMicros);
  }
}
