package io.tidewatch.models.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * How the champion before did in its last window: what a new one is compared with on the traffic of
 * the same days.
 *
 * @param window scores and costs of its last full window
 * @param shiftRegular {@link Psi} of its regular scores against its reference; 0 without one
 * @param shiftEvent the same of its scores at events
 */
record Baseline(ModelWindow window, double shiftRegular, double shiftEvent) {

  static Baseline of(ModelWindow window, Optional<Reference> reference) {
    return new Baseline(
        window.scoresOnly(),
        shift(window, reference, Occasion.REGULAR),
        shift(window, reference, Occasion.EVENT));
  }

  private static double shift(
      ModelWindow window, Optional<Reference> reference, Occasion occasion) {
    return reference
        .flatMap(known -> known.sample(occasion))
        .map(sample -> sample.histogram().psi(window.scores(occasion)))
        .orElse(0.0);
  }

  double shift(Occasion occasion) {
    return occasion == Occasion.REGULAR ? shiftRegular : shiftEvent;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(shiftRegular);
    out.writeDouble(shiftEvent);
    window.write(out);
  }

  static Baseline read(DataInput in) throws IOException {
    double regular = in.readDouble();
    double event = in.readDouble();
    return new Baseline(ModelWindow.read(in, Optional.empty()), regular, event);
  }
}
