package io.tidewatch.training.uplift;

import io.tidewatch.training.uplift.HoldoutReport.Effects;
import io.tidewatch.training.uplift.HoldoutReport.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The customers of a lot whose days are over, in their two groups.
 *
 * @param treated those who could get offers
 * @param heldOut those who were held out
 */
record HoldoutGroups(HoldoutLot lot, List<Chance> treated, List<Chance> heldOut) {
  static HoldoutGroups of(HoldoutLot lot, long latestMicros) {
    List<Chance> treated = new ArrayList<>();
    List<Chance> heldOut = new ArrayList<>();
    new TreeMap<>(lot.chances())
        .forEach(
            (customer, chance) -> {
              if (chance.atMicros() <= latestMicros) {
                (lot.holdsOut(customer) ? heldOut : treated).add(chance);
              }
            });
    return new HoldoutGroups(lot, treated, heldOut);
  }

  boolean areLargeEnough() {
    return treated.size() >= HoldoutStudy.FEWEST && heldOut.size() >= HoldoutStudy.FEWEST;
  }

  Effects effects() {
    double share = lot.heldOutShare();
    return new Effects(
        lot.isOwn(),
        SampleRatio.test(
            List.of((long) treated.size(), (long) heldOut.size()), List.of(1 - share, share)),
        lot.chances().size() - treated.size() - heldOut.size(),
        lot.made(),
        lot.accepted(),
        measured(treated, heldOut, Chance::converted, Chance::expectedPurchases),
        measured(treated, heldOut, Chance::spentMinor, Chance::expectedSpend));
  }

  private static Measured measured(
      List<Chance> treated,
      List<Chance> heldOut,
      ToDoubleFunction<Chance> outcome,
      ToDoubleFunction<Chance> expected) {
    Cuped.Group ofTreated = group(treated, outcome, expected);
    Cuped.Group ofHeldOut = group(heldOut, outcome, expected);
    return new Measured(
        AverageEffect.of(ofTreated.outcomes(), ofHeldOut.outcomes()),
        ofTreated.known() && ofHeldOut.known()
            ? Optional.of(Cuped.of(ofTreated, ofHeldOut))
            : Optional.empty());
  }

  private static Cuped.Group group(
      List<Chance> chances, ToDoubleFunction<Chance> outcome, ToDoubleFunction<Chance> expected) {
    return new Cuped.Group(
        chances.stream().mapToDouble(outcome).toArray(),
        chances.stream().mapToDouble(expected).toArray());
  }
}
