package io.tidewatch.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidewatch.models.Archive.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ArchiveTest {
  private static final int FIRST_SIZE_FIELD = 22;

  @Test
  void isAZipThatOthersCanRead() throws IOException {
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(Archive.write(contents())))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        assertThat(new String(zip.readAllBytes(), UTF_8)).isEqualTo("of " + entry.getName());
      }
    }
    assertThat(names)
        .containsExactly("manifest.json", "weights.f32", "probes.f32", "model-card.md", "source");
  }

  @Test
  void readsWhatItWrote() throws RefusedReleaseException {
    Map<Entry, byte[]> contents = contents();
    byte[] zip = Archive.write(contents);
    assertThat(Archive.write(contents())).isEqualTo(zip);
    Archive.read(zip)
        .forEach((entry, content) -> assertThat(content).isEqualTo(contents.get(entry)));
  }

  @Test
  void refusesCompressedEntriesSoThatNothingCanExplode() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("manifest.json"));
      zip.write(new byte[50 << 20]);
    }
    assertThat(bytes.size()).isLessThan(100_000);
    assertRefused(bytes.toByteArray(), Gate.FORMAT, "'manifest.json' has method 8");
  }

  @Test
  void refusesClaimedSizesBeforeAllocating() {
    byte[] zip = Archive.write(contents());
    assertRefused(claiming(zip, 0xf000_0000), Gate.SIZE, "4026531840 bytes, limit 1048576");
    assertRefused(claiming(zip, 1_000_000), Gate.FORMAT, "claims 1000000 bytes");
  }

  @Test
  void refusesNamesThatAreNotAReleases() {
    assertRefused(
        stored(List.of("../../etc/passwd")), Gate.FORMAT, "'../../etc/passwd' where 'manifest");
    assertRefused(
        stored(List.of("manifest.json", "manifest.json")),
        Gate.FORMAT,
        "entry 'manifest.json' where 'weights.f32' must be");
  }

  @Test
  void refusesOneMoreEntryBehindTheLast() {
    var names = new ArrayList<>(List.of("manifest.json", "weights.f32", "probes.f32"));
    names.addAll(List.of("model-card.md", "source", "preprocessor.bin"));
    assertRefused(stored(names), Gate.FORMAT, "repeated, hidden or damaged entries");
  }

  @Test
  void refusesEveryFlippedBit() {
    for (byte[] zip : List.of(Archive.write(contents()), Archive.write(signedContents()))) {
      for (int i = 0; i < zip.length; i++) {
        byte[] damaged = zip.clone();
        damaged[i] ^= 1;
        assertThatExceptionOfType(RefusedReleaseException.class)
            .as("byte %d", i)
            .isThrownBy(() -> Archive.read(damaged));
      }
    }
  }

  @Test
  void refusesTruncationAndTrailingBytes() {
    byte[] zip = Archive.write(contents());
    for (int length = 0; length < zip.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(zip, length);
      assertThatExceptionOfType(RefusedReleaseException.class).isThrownBy(() -> Archive.read(cut));
    }
    byte[] longer = java.util.Arrays.copyOf(zip, zip.length + 1);
    assertRefused(longer, Gate.FORMAT, "trailing bytes");
  }

  @Test
  void findsASignatureFromTheEndWhateverTheContents() throws RefusedReleaseException {
    byte[] signed = Archive.write(signedContents());
    int at = Archive.signedBytes(signed).orElseThrow();
    assertThat(Archive.signature(signed, at)).isEqualTo(new byte[SignatureLine.BYTES]);
    assertThat(java.util.Arrays.copyOf(signed, at))
        .isEqualTo(java.util.Arrays.copyOf(Archive.write(contents()), at));
    assertThat(Archive.read(signed)).containsKey(Entry.SIGNATURE);
    assertThat(Archive.signedBytes(Archive.write(contents()))).isEmpty();
    assertThat(Archive.signedBytes(new byte[0])).isEmpty();
  }

  private static Map<Entry, byte[]> contents() {
    var contents = new EnumMap<Entry, byte[]>(Entry.class);
    for (Entry entry : Entry.values()) {
      contents.put(entry, ("of " + entry.fileName).getBytes(UTF_8));
    }
    contents.remove(Entry.SIGNATURE);
    return contents;
  }

  private static Map<Entry, byte[]> signedContents() {
    Map<Entry, byte[]> contents = contents();
    contents.put(Entry.SIGNATURE, new byte[SignatureLine.BYTES]);
    return contents;
  }

  /** Lets the first entry claim another size, stored and unpacked. */
  private static byte[] claiming(byte[] zip, int size) {
    byte[] claiming = zip.clone();
    ByteBuffer.wrap(claiming)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(18, size)
        .putInt(FIRST_SIZE_FIELD, size);
    return claiming;
  }

  private static byte[] stored(List<String> names) {
    ByteBuffer zip = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
    byte[] content = "x".getBytes(UTF_8);
    var crc = new CRC32();
    crc.update(content);
    for (String name : names) {
      zip.putInt(0x04034b50).putShort((short) 10).putShort((short) 0).putShort((short) 0);
      zip.putShort((short) 0).putShort((short) 33).putInt((int) crc.getValue());
      zip.putInt(1).putInt(1).putShort((short) name.length()).putShort((short) 0);
      zip.put(name.getBytes(UTF_8)).put(content);
    }
    return java.util.Arrays.copyOf(zip.array(), zip.position());
  }

  private static void assertRefused(byte[] zip, Gate gate, String because) {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> Archive.read(zip))
        .withMessageContaining(because)
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(gate));
  }
}
