package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.FloatColumn;
import java.util.AbstractList;
import java.util.List;

/**
 * The offers that learned ranking chooses among at one decision, in order of their ids, as arrays.
 * Their worth and what is believed of them have the precision of records, so that a choice can be
 * made again from its record. Filled by one thread, then not changed.
 */
public final class Contenders extends AbstractList<Contender> {
  /** No offers. */
  public static final Contenders NONE = new Contenders(0);

  private final String[] offerIds;
  private final long[] drawKeys;
  private final float[] weightsMinor;
  private final float[] logOdds;
  private final float[] deviations;
  private int size;

  /** Creates none, with room for so many. */
  public Contenders(int most) {
    this.offerIds = new String[most];
    this.drawKeys = new long[most];
    this.weightsMinor = new float[most];
    this.logOdds = new float[most];
    this.deviations = new float[most];
  }

  /**
   * Adds one, rounded to what records keep.
   *
   * @param drawKey {@link Contender#drawKeyOf} its id
   * @param weightMinor what an acceptance is worth, minor units, at least 0
   */
  public void add(String offerId, long drawKey, double weightMinor, Activation activation) {
    offerIds[size] = offerId;
    drawKeys[size] = drawKey;
    weightsMinor[size] = (float) weightMinor;
    logOdds[size] = (float) activation.mean();
    deviations[size] = (float) activation.sd();
    size++;
  }

  @Override
  public Contender get(int index) {
    return new Contender(
        offerIds[index],
        drawKeys[index],
        weightsMinor[index],
        new Activation(logOdds[index], deviations[index]));
  }

  @Override
  public int size() {
    return size;
  }

  /** Returns what an acceptance of each is worth, in minor units. */
  public List<Float> weightsMinor() {
    return FloatColumn.of(weightsMinor, size);
  }

  /** Returns the most likely log-odds of the acceptance of each. */
  public List<Float> logOdds() {
    return FloatColumn.of(logOdds, size);
  }

  /** Returns the standard deviations of these. */
  public List<Float> deviations() {
    return FloatColumn.of(deviations, size);
  }

  long drawKey(int index) {
    return drawKeys[index];
  }

  float weightMinor(int index) {
    return weightsMinor[index];
  }

  float logOdds(int index) {
    return logOdds[index];
  }

  float deviation(int index) {
    return deviations[index];
  }
}
