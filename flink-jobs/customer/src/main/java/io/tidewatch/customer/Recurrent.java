package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The recurrent state of one model for one customer: what an LSTM carries from step to step.
 * Mutable, owned by the thread that owns the {@link CustomerState}.
 */
public final class Recurrent {
  static final int MAX_SIZE = 1024;

  private final long modelId;
  private final float[] values;
  private long consumed;

  Recurrent(long modelId, int size) {
    this.modelId = modelId;
    this.values = new float[size];
  }

  /** Returns which release made it: the first 8 bytes of the release's SHA-256, big endian. */
  public long modelId() {
    return modelId;
  }

  /** Returns how many of all steps (or items) ever appended the values have seen. */
  public long consumed() {
    return consumed;
  }

  /**
   * Sets how many of all steps (or items) ever appended the values have seen.
   *
   * @throws IllegalArgumentException if negative
   */
  public void consumed(long steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("consumed steps " + steps + " must be >= 0");
    }
    consumed = steps;
  }

  /** Returns the values themselves, not a copy: h, then c; all 0 at first. */
  public float[] values() {
    return values;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(modelId);
    Packing.writeCount(out, consumed);
    out.writeShort(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  /**
   * Reads one.
   *
   * @param spare one that is no longer needed, null for none; returned, changed, if it fits
   */
  static Recurrent read(DataInput in, Recurrent spare) throws IOException {
    long modelId = in.readLong();
    long consumed = Packing.readCount(in, "consumed steps");
    int size = in.readUnsignedShort();
    if (size == 0 || size > MAX_SIZE) {
      throw Packing.impossible("recurrent values", size + " is not in 1.." + MAX_SIZE);
    }
    boolean fits = spare != null && spare.modelId == modelId && spare.values.length == size;
    Recurrent recurrent = fits ? spare : new Recurrent(modelId, size);
    recurrent.consumed = consumed;
    for (int i = 0; i < size; i++) {
      recurrent.values[i] = in.readFloat();
    }
    return recurrent;
  }
}
