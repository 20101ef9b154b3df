package io.tidewatch.decisions;

import io.tidewatch.decisions.learning.Activation;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.Outlook;
import io.tidewatch.schemas.Offer;
import java.util.List;

/** How likely one customer is to take to offers at one moment. One thread. */
public interface Prospects {
  /**
   * Returns the probability, 0 to 1, that the customer's next purchase is in one of the offer's
   * categories; asked for one of the offers that have the same.
   */
  double affinity(Offer offer);

  /** Returns what is believed of the offer's acceptance; asked only where ranking is learned. */
  Activation acceptance(Offer offer, LearningInputs inputs);

  /** Returns the same for all live offers of a decision, by their places. */
  default Outlook outlook(List<Offer> live) {
    return (place, inputs) -> acceptance(live.get(place), inputs);
  }
}
