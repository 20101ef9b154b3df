package io.tidewatch.scoring;

import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.ModelRelease;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * What the broadcast state holds for one slot of a model: the release, and what its message said
 * beside it.
 *
 * <pre>
 *   int "TWS1" | float share | version | sha256 | by | why | serving bytes of the release
 * </pre>
 *
 * <p>Texts are as {@code DataOutput.writeUTF} writes them. The first version kept the serving bytes
 * alone, which begin with another number: a champion of whom nobody says who pushed it.
 *
 * @param share share of customers that it serves
 * @param version version of the release; empty from the first version
 * @param sha256 digest of the release; empty from the first version
 * @param by who pushed it; empty where nobody is known
 * @param why why; empty where nobody said
 * @param servingBytes what {@code Release.servingBytes} gave, not changed by anybody
 */
record SlotContent(
    float share, String version, String sha256, String by, String why, byte[] servingBytes) {
  private static final int MAGIC = 0x54575331; // "TWS1"

  static SlotContent of(ModelRelease release, byte[] servingBytes) {
    return new SlotContent(
        release.getShare(),
        release.getVersion(),
        release.getSha256(),
        release.getPushedBy(),
        release.getWhy() == null ? "" : release.getWhy(),
        servingBytes);
  }

  /** Returns the release as far as it is known without reading it. */
  ModelRef ref(String name) {
    return new ModelRef(name, version, sha256);
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(servingBytes.length + 512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeFloat(share);
      out.writeUTF(version);
      out.writeUTF(sha256);
      out.writeUTF(by);
      out.writeUTF(why);
      out.write(servingBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written to", e);
    }
    return bytes.toByteArray();
  }

  static SlotContent of(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (bytes.length < Integer.BYTES || in.readInt() != MAGIC) {
        return new SlotContent(1f, "", "", "", "", bytes);
      }
      float share = in.readFloat();
      String version = in.readUTF();
      String sha256 = in.readUTF();
      String by = in.readUTF();
      String why = in.readUTF();
      byte[] servingBytes = Arrays.copyOfRange(bytes, bytes.length - in.available(), bytes.length);
      return new SlotContent(share, version, sha256, by, why, servingBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the content of a slot ends too early", e);
    }
  }
}
