package io.tidewatch.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.models.signing.TrustedKeys;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ReleaseSignatureTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey OTHER = SigningKey.generate();
  private static final TrustedKeys TRUSTED = TrustedKeys.of(KEY.verifyingKey());
  private static final byte[] UNSIGNED = TestReleases.zip(TestReleases.churnManifest(), 1);
  private static final byte[] SIGNED = signed(KEY);

  @Test
  void letsATrustedKeysReleaseThrough() throws RefusedReleaseException {
    Release release = verify(SIGNED, TRUSTED);
    assertThat(release.manifest()).isEqualTo(TestReleases.churnManifest());
    assertThat(ReleaseSignature.claimedKey(SIGNED)).contains(KEY.verifyingKey().id());
    assertThat(ReleaseSignature.claimedKey(UNSIGNED)).isEmpty();
  }

  @Test
  void isTheSameWhetherTheWriterOrSomebodyLaterSigns() throws RefusedReleaseException {
    byte[] written = TestReleases.writer(TestReleases.churnManifest(), 1).signedBy(KEY).write();
    assertThat(written).isEqualTo(SIGNED).isEqualTo(signed(KEY));
    assertThat(ReleaseSignature.sign(signed(OTHER), KEY)).isEqualTo(SIGNED);
  }

  @Test
  void refusesWhatIsUnsigned() {
    assertRefused(UNSIGNED, TRUSTED, "do not end with a signature: unsigned, cut short or no");
    assertRefused("no zip".getBytes(UTF_8), TRUSTED, "the 6 bytes do not end with a signature");
    assertRefused(Arrays.copyOf(SIGNED, SIGNED.length - 1), TRUSTED, "cut short");
  }

  @Test
  void refusesAnUnknownKey() {
    assertRefused(
        signed(OTHER),
        TRUSTED,
        "signed by unknown key %s, trusted are [%s]"
            .formatted(OTHER.verifyingKey().id(), KEY.verifyingKey().id()));
  }

  @Test
  void refusesASignatureThatDoesNotFit() {
    int length = Archive.signedBytes(SIGNED).orElseThrow();
    for (int at = 0; at < length; at += 509) {
      byte[] changed = SIGNED.clone();
      changed[at] ^= 1;
      assertRefused(changed, TRUSTED, "does not fit the " + length + " bytes before it");
    }
  }

  @Test
  void refusesAnotherKeysSignatureUnderATrustedKeysName() throws RefusedReleaseException {
    int length = Archive.signedBytes(SIGNED).orElseThrow();
    var line = new SignatureLine(KEY.verifyingKey().id(), OTHER.sign(SIGNED, length));
    var contents = Archive.read(SIGNED);
    contents.put(Archive.Entry.SIGNATURE, line.write());
    assertRefused(Archive.write(contents), TRUSTED, "does not fit");
    contents.put(Archive.Entry.SIGNATURE, new byte[SignatureLine.BYTES]);
    assertRefused(Archive.write(contents), TRUSTED, "signature.ed25519 is no signature");
  }

  @Test
  void believesNobodyWithoutTrustedKeys() {
    assertRefused(SIGNED, TrustedKeys.of(), "nobody's signature is trusted here");
  }

  @Test
  void mayAllowUnsignedReleasesButNeverAForgery() {
    TrustedKeys lenient = TRUSTED.orUnsigned();
    for (byte[] zip : new byte[][] {UNSIGNED, SIGNED, signed(OTHER)}) {
      assertThatCode(() -> verify(zip, lenient)).doesNotThrowAnyException();
    }
    byte[] changed = SIGNED.clone();
    changed[100] ^= 1;
    assertRefused(changed, lenient, "does not fit");
  }

  @Test
  void looksAtNothingButTheSignatureFirst() {
    // Everything before the signature is noise, and signed: only then does it matter that it is.
    byte[] noise = SIGNED.clone();
    int length = Archive.signedBytes(SIGNED).orElseThrow();
    Arrays.fill(noise, 0, length, (byte) 0xa5);
    assertRefused(noise, TRUSTED, "does not fit");
    byte[] line = new SignatureLine(KEY.verifyingKey().id(), KEY.sign(noise, length)).write();
    byte[] resigned = withSignature(noise, length, line);
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> verify(resigned, TRUSTED))
        .withMessageContaining("no entry where manifest.json must be")
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.FORMAT));
  }

  @Test
  void servingBytesDoNotDependOnWhoSigned() throws RefusedReleaseException {
    byte[] one = verify(SIGNED, TRUSTED).servingBytes();
    byte[] other = Release.read(UNSIGNED).servingBytes();
    int behindDigest = Integer.BYTES + 32;
    assertThat(Arrays.copyOfRange(one, behindDigest, one.length))
        .isEqualTo(Arrays.copyOfRange(other, behindDigest, other.length));
    assertThat(Release.ofServingBytes(one).sha256()).isEqualTo(sha256(SIGNED));
  }

  /** Replaces the signature's entry, checksum included. */
  private static byte[] withSignature(byte[] zip, int at, byte[] line) {
    byte[] tail = Archive.write(java.util.Map.of(Archive.Entry.SIGNATURE, line));
    byte[] changed = zip.clone();
    int entry = 30 + Archive.Entry.SIGNATURE.fileName.length() + line.length;
    System.arraycopy(tail, 0, changed, at, entry);
    return changed;
  }

  private static byte[] signed(SigningKey key) {
    try {
      return ReleaseSignature.sign(UNSIGNED, key);
    } catch (RefusedReleaseException e) {
      throw new AssertionError(e);
    }
  }

  private static Release verify(byte[] zip, TrustedKeys trusted) throws RefusedReleaseException {
    return Release.verify(zip, sha256(zip), Admission.signedBy(trusted));
  }

  private static String sha256(byte[] zip) {
    return HexFormat.of().formatHex(Release.sha256(zip));
  }

  private static void assertRefused(byte[] zip, TrustedKeys trusted, String because) {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> verify(zip, trusted))
        .withMessageContaining(because)
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.SIGNATURE));
  }
}
