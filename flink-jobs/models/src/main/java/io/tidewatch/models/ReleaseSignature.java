package io.tidewatch.models;

import io.tidewatch.models.Archive.Entry;
import io.tidewatch.models.signing.SigningKey;
import java.util.Map;
import java.util.Optional;

/** Puts signatures under release zips. */
public final class ReleaseSignature {
  private ReleaseSignature() {}

  /**
   * Returns a release zip with the signature of a key, in the place of the one it may have had. The
   * signature is over all bytes before its own entry. The contents stay as they are; the digest of
   * the zip, its identity, becomes another.
   *
   * @throws RefusedReleaseException if it is not laid out as a release
   */
  public static byte[] sign(byte[] zip, SigningKey key) throws RefusedReleaseException {
    return sign(Archive.read(zip), key);
  }

  static byte[] sign(Map<Entry, byte[]> contents, SigningKey key) {
    // What stands before the signature does not depend on it, so any signature finds the place.
    contents.put(Entry.SIGNATURE, new byte[SignatureLine.BYTES]);
    byte[] zip = Archive.write(contents);
    int length =
        Archive.signedBytes(zip)
            .orElseThrow(() -> new IllegalStateException("a zip just written has no signature"));
    var line = new SignatureLine(key.verifyingKey().id(), key.sign(zip, length));
    contents.put(Entry.SIGNATURE, line.write());
    return Archive.write(contents);
  }

  /**
   * Returns the id of the key that a zip says it was signed with. Nothing is verified.
   *
   * @return empty if there is no signature that could be verified
   */
  public static Optional<String> claimedKey(byte[] zip) {
    return Archive.signedBytes(zip)
        .flatMap(at -> SignatureLine.read(Archive.signature(zip, at)))
        .map(SignatureLine::keyId);
  }
}
