package io.tidewatch.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of a {@link CustomerReplay}, by which the replay job hands it to the trainer. Lives as long
 * as a job does: both ends are always of the same version.
 */
final class ReplayCodec {
  private ReplayCodec() {}

  static byte[] write(CustomerReplay replay) {
    var bytes = new ByteArrayOutputStream(4_096 + 4 * replay.stepInputs().length);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(replay.customerId());
      writeFloats(out, replay.stepInputs());
      out.writeInt(replay.baskets().baskets().size());
      for (ItemSequence.Basket basket : replay.baskets().baskets()) {
        out.writeLong(basket.atMicros());
        out.writeInt(basket.categories().size());
        for (String category : basket.categories()) {
          out.writeUTF(category);
        }
      }
      writeSnapshots(out, replay.snapshots());
      writeSnapshots(out, replay.atEvents());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static CustomerReplay read(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String customerId = in.readUTF();
      float[] steps = readFloats(in);
      List<ItemSequence.Basket> baskets = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        long at = in.readLong();
        List<String> categories = new ArrayList<>();
        for (int lines = in.readInt(); lines > 0; lines--) {
          categories.add(in.readUTF().intern());
        }
        baskets.add(new ItemSequence.Basket(at, categories));
      }
      return new CustomerReplay(
          customerId,
          steps,
          new ItemSequence(customerId, baskets),
          readSnapshots(in),
          readSnapshots(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeSnapshots(DataOutputStream out, List<Snapshot> snapshots)
      throws IOException {
    out.writeInt(snapshots.size());
    for (Snapshot snapshot : snapshots) {
      out.writeLong(snapshot.atMicros());
      out.writeInt(snapshot.steps());
      writeFloats(out, snapshot.features());
      out.writeBoolean(snapshot.churned());
      out.writeBoolean(snapshot.purchased7());
      out.writeLong(snapshot.spendMinor());
    }
  }

  private static List<Snapshot> readSnapshots(DataInputStream in) throws IOException {
    List<Snapshot> snapshots = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      snapshots.add(
          new Snapshot(
              in.readLong(),
              in.readInt(),
              readFloats(in),
              in.readBoolean(),
              in.readBoolean(),
              in.readLong()));
    }
    return snapshots;
  }

  private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
    buffer.asFloatBuffer().put(values);
    out.writeInt(values.length);
    out.write(buffer.array());
  }

  private static float[] readFloats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer.wrap(in.readNBytes(4 * values.length)).asFloatBuffer().get(values);
    return values;
  }
}
