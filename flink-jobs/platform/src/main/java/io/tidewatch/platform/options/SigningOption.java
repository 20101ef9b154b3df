package io.tidewatch.platform.options;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.ReleaseSignature;
import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of commands that make releases: whose signature they carry. */
public final class SigningOption {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Private key that signs the release, PEM; model keys makes one. Default: the key of this"
              + " machine, ~/.tidewatch/keys/release.pem, made when first needed.")
  private Optional<Path> file = Optional.empty();

  /**
   * Returns the key. Long work should ask for it first.
   *
   * @throws CommandFailedException if it cannot be used
   */
  public SigningKey key() {
    if (file.isEmpty()) {
      return Home.ofProcess().releaseKey();
    }
    try {
      return SigningKey.read(file.get());
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailedException("cannot sign with " + file.get(), e);
    }
  }

  /**
   * Signs a release zip.
   *
   * @throws CommandFailedException if it is none
   */
  public static byte[] sign(byte[] zip, SigningKey key) {
    try {
      return ReleaseSignature.sign(zip, key);
    } catch (RefusedReleaseException e) {
      throw new CommandFailedException("this is no release that can be signed", e);
    }
  }
}
