package io.tidewatch.decisions.learning;

import java.util.AbstractList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;

/**
 * The offers that learned ranking chooses among at one decision, in order of their ids, as arrays.
 * Their worth and what is believed of them have the precision of records, so that a choice can be
 * made again from its record. Filled by one thread, then not changed.
 */
public final class Contenders extends AbstractList<Contender> {
  private static final Schema FLOATS = Schema.createArray(Schema.create(Schema.Type.FLOAT));

  /** No offers. */
  public static final Contenders NONE = new Contenders(0);

  private final String[] offerIds;
  private final long[] drawKeys;
  private final FloatArray weightsMinor;
  private final FloatArray logOdds;
  private final FloatArray deviations;
  private int size;

  /** Creates none, with room for so many. */
  public Contenders(int most) {
    this.offerIds = new String[most];
    this.drawKeys = new long[most];
    this.weightsMinor = new FloatArray(most, FLOATS);
    this.logOdds = new FloatArray(most, FLOATS);
    this.deviations = new FloatArray(most, FLOATS);
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
    weightsMinor.add(size, (float) weightMinor);
    logOdds.add(size, (float) activation.mean());
    deviations.add(size, (float) activation.sd());
    size++;
  }

  @Override
  public Contender get(int index) {
    return new Contender(
        offerIds[index],
        drawKeys[index],
        weightsMinor.getFloat(index),
        new Activation(logOdds.getFloat(index), deviations.getFloat(index)));
  }

  @Override
  public int size() {
    return size;
  }

  /** Returns what an acceptance of each is worth, in minor units. */
  public List<Float> weightsMinor() {
    return weightsMinor;
  }

  /** Returns the most likely log-odds of the acceptance of each. */
  public List<Float> logOdds() {
    return logOdds;
  }

  /** Returns the standard deviations of these. */
  public List<Float> deviations() {
    return deviations;
  }

  long drawKey(int index) {
    return drawKeys[index];
  }

  float weightMinor(int index) {
    return weightsMinor.getFloat(index);
  }

  float logOdds(int index) {
    return logOdds.getFloat(index);
  }

  float deviation(int index) {
    return deviations.getFloat(index);
  }
}
