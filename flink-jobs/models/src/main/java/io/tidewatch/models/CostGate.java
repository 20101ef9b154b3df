package io.tidewatch.models;

/**
 * Gate {@link Gate#COST}: the network is not dearer than the job can afford for every event. It
 * stands before the gates that compute with the network, so that these are bounded too.
 */
final class CostGate {
  private CostGate() {}

  static void check(Manifest manifest, long maxMultiplyAdds) throws RefusedReleaseException {
    Cost cost = Cost.of(manifest.layers());
    if (cost.perEvent() > maxMultiplyAdds) {
      throw new RefusedReleaseException(
          Gate.COST,
          "the network needs %d multiply-adds per event (%d for a step, %d for a score), budget %d (models.max-multiply-adds); make the network smaller or the budget larger"
              .formatted(cost.perEvent(), cost.perStep(), cost.perScore(), maxMultiplyAdds));
    }
  }
}
