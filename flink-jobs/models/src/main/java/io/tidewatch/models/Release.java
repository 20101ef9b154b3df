package io.tidewatch.models;

import io.tidewatch.models.Archive.Entry;
import io.tidewatch.schemas.ModelRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A trained model that has passed every {@link Gate}. There is no other way to get one, so whoever
 * holds a release need not check it again. Immutable, may be shared by threads.
 *
 * <p>Its identity is the SHA-256 of its zip.
 */
public final class Release {
  private static final int SERVING_MAGIC = 0x54575231; // "TWR1"
  private static final int DIGEST_BYTES = 32;

  private final byte[] digest;
  private final byte[] manifestJson;
  private final byte[] weightsFile;
  private final byte[] probesFile;
  private final Manifest manifest;
  private final Tensors tensors;
  private final List<Probe> probes;

  /** Passes the gates behind the zip itself. */
  private Release(
      byte[] digest,
      byte[] manifestJson,
      byte[] weightsFile,
      byte[] probesFile,
      long maxMultiplyAdds)
      throws RefusedReleaseException {
    this.digest = digest;
    this.manifestJson = manifestJson;
    this.weightsFile = weightsFile;
    this.probesFile = probesFile;
    ManifestJson.Document document = ManifestJson.read(manifestJson);
    manifest = document.manifest();
    ContractGate.check(manifest);
    ShapesGate.check(document);
    CostGate.check(manifest, maxMultiplyAdds);
    tensors = Float32File.readWeights(weightsFile, document.tensors());
    probes = readProbes(document);
    ProbesGate.check(manifest, tensors, probes);
    KernelsGate.check(manifest, tensors, probes);
  }

  /**
   * Reads a zip whose origin is beyond doubt, such as one just trained: all gates but {@link
   * Gate#SIGNATURE}, {@link Gate#DIGEST} and {@link Gate#COST}.
   *
   * @throws RefusedReleaseException naming the gate and what it found
   */
  public static Release read(byte[] zip) throws RefusedReleaseException {
    return unpack(zip, sha256(zip), Long.MAX_VALUE);
  }

  /**
   * Reads a zip that a job has served, by the digest that it recorded: all gates but {@link
   * Gate#SIGNATURE} and {@link Gate#COST}.
   *
   * @param expectedSha256 64 lower-case hexadecimal digits
   * @throws RefusedReleaseException naming the gate and what it found
   */
  public static Release read(byte[] zip, String expectedSha256) throws RefusedReleaseException {
    Archive.requireSize(zip);
    return unpack(zip, requireDigest(zip, expectedSha256), Long.MAX_VALUE);
  }

  /**
   * Verifies a zip that nobody announced: all gates but {@link Gate#DIGEST}.
   *
   * @throws RefusedReleaseException naming the gate and what it found
   */
  public static Release verify(byte[] zip, Admission admission) throws RefusedReleaseException {
    Archive.requireSize(zip);
    SignatureGate.check(zip, admission.keys());
    return unpack(zip, sha256(zip), admission.maxMultiplyAdds());
  }

  /**
   * Verifies a zip against the SHA-256 that was announced for it: all gates. Takes some
   * milliseconds and about twice the zip's size of memory; belongs off the event path.
   *
   * @param expectedSha256 64 lower-case hexadecimal digits
   * @throws RefusedReleaseException naming the gate and what it found
   */
  public static Release verify(byte[] zip, String expectedSha256, Admission admission)
      throws RefusedReleaseException {
    Archive.requireSize(zip);
    SignatureGate.check(zip, admission.keys());
    byte[] digest = requireDigest(zip, expectedSha256);
    return unpack(zip, digest, admission.maxMultiplyAdds());
  }

  /**
   * Returns the model card of a zip, Markdown with pictures as SVG elements.
   *
   * @throws RefusedReleaseException if the zip is not laid out as a release; nothing else is
   *     checked
   */
  public static String card(byte[] zip) throws RefusedReleaseException {
    return new String(Archive.read(zip).get(Entry.CARD), StandardCharsets.UTF_8);
  }

  /**
   * Reads {@link #servingBytes()} back and passes the gates behind the zip again, because the
   * features of this build may not be those of the build that wrote them. Signature, digest and
   * cost were established when the zip came.
   *
   * @throws RefusedReleaseException naming the gate and what it found
   */
  public static Release ofServingBytes(byte[] bytes) throws RefusedReleaseException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.remaining() < Integer.BYTES + DIGEST_BYTES || in.getInt() != SERVING_MAGIC) {
      throw new RefusedReleaseException(
          Gate.FORMAT, bytes.length + " serving bytes do not begin as Release.servingBytes writes");
    }
    var digest = new byte[DIGEST_BYTES];
    in.get(digest);
    byte[] manifestJson = take(in, Entry.MANIFEST);
    byte[] weights = take(in, Entry.WEIGHTS);
    byte[] probes = take(in, Entry.PROBES);
    if (in.hasRemaining()) {
      throw new RefusedReleaseException(
          Gate.FORMAT, "serving bytes have " + in.remaining() + " bytes too many");
    }
    return new Release(digest, manifestJson, weights, probes, Long.MAX_VALUE);
  }

  /** Returns what the release says of itself. */
  public Manifest manifest() {
    return manifest;
  }

  /** Returns the SHA-256 of the zip, 64 lower-case hexadecimal digits. */
  public String sha256() {
    return HexFormat.of().formatHex(digest);
  }

  /** Returns the first 8 bytes of the SHA-256, big endian: the key of recurrent states. */
  public long modelId() {
    return ByteBuffer.wrap(digest).getLong();
  }

  /** Returns name, version and digest, as decisions name it. */
  public ModelRef ref() {
    return ModelRef.newBuilder()
        .setName(manifest.name())
        .setVersion(manifest.version())
        .setSha256(sha256())
        .build();
  }

  /** Returns inputs with the outputs that the training library gave for them. */
  public List<Probe> probes() {
    return probes;
  }

  /**
   * Returns what serving needs, for broadcast state: digest, manifest, weights and probes, but
   * neither the source nor the model card nor the signature.
   *
   * <pre>
   * int "TWR1" | 32 bytes SHA-256 of the zip | int n, manifest.json | int n, weights.f32 | int n, probes.f32
   * </pre>
   */
  public byte[] servingBytes() {
    int size = manifestJson.length + weightsFile.length + probesFile.length;
    return ByteBuffer.allocate(4 * Integer.BYTES + DIGEST_BYTES + size)
        .putInt(SERVING_MAGIC)
        .put(digest)
        .putInt(manifestJson.length)
        .put(manifestJson)
        .putInt(weightsFile.length)
        .put(weightsFile)
        .putInt(probesFile.length)
        .put(probesFile)
        .array();
  }

  @Override
  public String toString() {
    return manifest.name() + " " + manifest.version() + " (" + sha256() + ")";
  }

  Tensors tensors() {
    return tensors;
  }

  private static byte[] requireDigest(byte[] zip, String expectedSha256)
      throws RefusedReleaseException {
    byte[] digest = sha256(zip);
    String actual = HexFormat.of().formatHex(digest);
    if (!actual.equals(expectedSha256)) {
      throw new RefusedReleaseException(
          Gate.DIGEST,
          "release zip of %d bytes has SHA-256 %s, announced was %s; announce what was written, or fetch it again"
              .formatted(zip.length, actual, expectedSha256.replaceAll("[^0-9A-Za-z]", "?")));
    }
    return digest;
  }

  private static Release unpack(byte[] zip, byte[] digest, long maxMultiplyAdds)
      throws RefusedReleaseException {
    Map<Entry, byte[]> contents = Archive.read(zip);
    return new Release(
        digest,
        contents.get(Entry.MANIFEST),
        contents.get(Entry.WEIGHTS),
        contents.get(Entry.PROBES),
        maxMultiplyAdds);
  }

  private List<Probe> readProbes(ManifestJson.Document document) throws RefusedReleaseException {
    Ports ports = Ports.of(manifest.task());
    int units =
        manifest.layers().stream()
            .filter(LayerSpec.Lstm.class::isInstance)
            .mapToInt(LayerSpec::outputs)
            .sum();
    return List.copyOf(
        Float32File.readProbes(
            probesFile,
            document.probeSteps(),
            ports.stepWidth(),
            ports.probeFeatures(manifest.layers()),
            2 * units,
            ports.allOutputs()));
  }

  private static byte[] take(ByteBuffer in, Entry entry) throws RefusedReleaseException {
    int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
    if (length < 0 || length > entry.maxBytes || length > in.remaining()) {
      throw new RefusedReleaseException(
          Gate.FORMAT,
          "serving bytes: %s claims %d bytes, %d follow"
              .formatted(entry.fileName, length, in.remaining()));
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
