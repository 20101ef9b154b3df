package io.tidewatch.models.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes of a reference, in streams and in checkpoints:
 *
 * <pre>
 *   boolean present | double auc, calibrationError | byte samples, for each:
 *     byte occasion | longs scores | int features, for each: UTF name, float absent, floats edges,
 *     longs counts            (lists: int size, then the values)
 * </pre>
 */
public final class ReferenceLayout {
  private ReferenceLayout() {}

  /** Writes a reference, or that there is none. */
  public static void write(Optional<Reference> reference, DataOutput out) throws IOException {
    out.writeBoolean(reference.isPresent());
    if (reference.isEmpty()) {
      return;
    }
    out.writeDouble(reference.get().auc());
    out.writeDouble(reference.get().calibrationError());
    out.writeByte(reference.get().samples().size());
    for (Map.Entry<Occasion, Sample> entry : reference.get().samples().entrySet()) {
      out.writeByte(entry.getKey().ordinal());
      writeLongs(entry.getValue().scores(), out);
      out.writeInt(entry.getValue().features().size());
      for (FeatureSample feature : entry.getValue().features()) {
        out.writeUTF(feature.name());
        out.writeFloat(feature.absent());
        out.writeInt(feature.edges().size());
        for (float edge : feature.edges()) {
          out.writeFloat(edge);
        }
        writeLongs(feature.counts(), out);
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Optional<Reference> read(DataInput in) throws IOException {
    if (!in.readBoolean()) {
      return Optional.empty();
    }
    double auc = in.readDouble();
    double calibrationError = in.readDouble();
    Map<Occasion, Sample> samples = new EnumMap<>(Occasion.class);
    for (int left = in.readByte(); left > 0; left--) {
      Occasion occasion = Occasion.values()[in.readByte()];
      List<Long> scores = readLongs(in);
      List<FeatureSample> features = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        features.add(
            new FeatureSample(in.readUTF(), in.readFloat(), readFloats(in), readLongs(in)));
      }
      samples.put(occasion, new Sample(scores, features));
    }
    return Optional.of(new Reference(auc, calibrationError, samples));
  }

  private static void writeLongs(List<Long> values, DataOutput out) throws IOException {
    out.writeInt(values.size());
    for (long value : values) {
      out.writeLong(value);
    }
  }

  private static List<Long> readLongs(DataInput in) throws IOException {
    List<Long> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      values.add(in.readLong());
    }
    return values;
  }

  private static List<Float> readFloats(DataInput in) throws IOException {
    List<Float> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      values.add(in.readFloat());
    }
    return values;
  }
}
