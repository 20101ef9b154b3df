package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** The recurrent states of at most {@value #CAPACITY} models, oldest first. */
final class Recurrents {
  static final int CAPACITY = 4;

  private final List<Recurrent> slots = new ArrayList<>(2);

  boolean has(long modelId) {
    return indexOf(modelId) >= 0;
  }

  Recurrent get(long modelId) {
    int index = indexOf(modelId);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no recurrent state of model " + Long.toHexString(modelId) + "; make one first");
    }
    return slots.get(index);
  }

  Recurrent create(long modelId, int size) {
    if (size < 1 || size > Recurrent.MAX_SIZE) {
      throw new IllegalArgumentException(
          "size " + size + " of a recurrent state is not in 1.." + Recurrent.MAX_SIZE);
    }
    int known = indexOf(modelId);
    if (known >= 0) {
      slots.remove(known);
    } else if (slots.size() == CAPACITY) {
      slots.remove(0);
    }
    Recurrent created = new Recurrent(modelId, size);
    slots.add(created);
    return created;
  }

  void retain(LongPredicate inUse) {
    for (int i = slots.size() - 1; i >= 0; i--) {
      if (!inUse.test(slots.get(i).modelId())) {
        slots.remove(i);
      }
    }
  }

  private int indexOf(long modelId) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).modelId() == modelId) {
        return i;
      }
    }
    return -1;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(slots.size());
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).write(out);
    }
  }

  /** Reads them instead of those that are here, whose memory it takes again where it can. */
  void read(DataInput in) throws IOException {
    int count = in.readUnsignedByte();
    if (count > CAPACITY) {
      throw Packing.impossible("recurrent states", count + " > " + CAPACITY);
    }
    for (int i = 0; i < count; i++) {
      if (i < slots.size()) {
        slots.set(i, Recurrent.read(in, slots.get(i)));
      } else {
        slots.add(Recurrent.read(in, null));
      }
    }
    slots.subList(count, slots.size()).clear();
  }
}
