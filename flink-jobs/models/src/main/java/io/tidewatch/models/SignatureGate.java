package io.tidewatch.models;

import io.tidewatch.models.signing.TrustedKeys;
import io.tidewatch.models.signing.VerifyingKey;
import java.util.Optional;

/**
 * Gate {@link Gate#SIGNATURE}: looks at the end of the zip, where the signature is, and hashes the
 * rest without understanding it.
 */
final class SignatureGate {
  private static final String REMEDY =
      "train with --key KEY.pem, or sign it with ./tidewatch model sign";

  private SignatureGate() {}

  /** Returns the key that signed, empty if none that is trusted did and that is allowed. */
  static Optional<VerifyingKey> check(byte[] zip, TrustedKeys trusted)
      throws RefusedReleaseException {
    if (trusted.ids().isEmpty() && !trusted.allowsUnsigned()) {
      throw refused(
          "nobody's signature is trusted here; name the public keys of those who may release models"
              + " in models.trusted-keys (./tidewatch model keys makes a pair)");
    }
    Optional<Integer> at = Archive.signedBytes(zip);
    if (at.isEmpty()) {
      if (trusted.allowsUnsigned()) {
        return Optional.empty();
      }
      throw refused(
          "the %d bytes do not end with a signature: unsigned, cut short or no release; %s"
              .formatted(zip.length, REMEDY));
    }
    SignatureLine line =
        SignatureLine.read(Archive.signature(zip, at.get()))
            .orElseThrow(() -> refused("signature.ed25519 is no signature; " + REMEDY));
    Optional<VerifyingKey> key = trusted.find(line.keyId());
    if (key.isEmpty()) {
      if (trusted.allowsUnsigned()) {
        return Optional.empty();
      }
      throw refused(
          "signed by unknown key %s, trusted are %s; add its public key to models.trusted-keys, or %s"
              .formatted(line.keyId(), trusted.ids(), REMEDY));
    }
    if (!key.get().verifies(zip, at.get(), line.signature())) {
      throw refused(
          "the signature of key %s does not fit the %d bytes before it: they were changed after they were signed; fetch the release anew, or %s"
              .formatted(line.keyId(), at.get(), REMEDY));
    }
    return key;
  }

  private static RefusedReleaseException refused(String what) {
    return new RefusedReleaseException(Gate.SIGNATURE, what);
  }
}
