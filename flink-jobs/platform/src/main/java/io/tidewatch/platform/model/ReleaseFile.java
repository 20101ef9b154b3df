package io.tidewatch.platform.model;

import io.tidewatch.models.Admission;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.signing.TrustedKeys;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A release zip on this machine that has passed all gates.
 *
 * @param path where it lies
 * @param zip its bytes, not a copy
 * @param release what they say
 */
record ReleaseFile(Path path, byte[] zip, Release release) {

  /**
   * Reads and verifies a file.
   *
   * @throws CommandFailedException if it cannot be read, or a gate refuses it
   */
  static ReleaseFile read(Path path) {
    try {
      byte[] zip = Files.readAllBytes(path);
      return new ReleaseFile(path, zip, Release.read(zip));
    } catch (IOException e) {
      throw new CommandFailedException("cannot read the release " + path, e);
    } catch (RefusedReleaseException e) {
      throw new CommandFailedException(path + " is refused by gate " + e.gate(), e);
    }
  }

  /**
   * Does nothing if no keys are given.
   *
   * @param trusted public keys, as files or as text
   * @throws CommandFailedException if the release is signed by none of them
   */
  void requireSignedBy(List<String> trusted) {
    if (trusted.isEmpty()) {
      return;
    }
    try {
      Release.verify(zip, Admission.signedBy(TrustedKeys.read(trusted)));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailedException("cannot use " + trusted + " as trusted keys", e);
    } catch (RefusedReleaseException e) {
      throw new CommandFailedException(path + " is refused by gate " + e.gate(), e);
    }
  }
}
