package io.tidewatch.platform.releases;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.scoring.artifacts.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases of a store, where each lies under its SHA-256 for ever, whether it serves or not.
 */
public final class StoredReleases {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{6,64}");
  private static final int DIGEST_LENGTH = 64;
  private static final Logger LOG = LoggerFactory.getLogger(StoredReleases.class);

  private final ArtifactStore store;

  /** Reads releases from a store; nothing is looked at yet. */
  public StoredReleases(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Returns a release by its digest.
   *
   * @param sha256 64 hexadecimal digits
   * @throws CommandFailedException if it is not there, or is not what its name says
   */
  public Release bySha256(String sha256) {
    try {
      return Release.read(store.get(sha256), sha256);
    } catch (IOException e) {
      throw new CommandFailedException(
          "release "
              + sha256
              + " cannot be read from the store; name the one into which it was pushed with --store"
              + " URI",
          e);
    } catch (RefusedReleaseException e) {
      throw new CommandFailedException("release " + sha256 + " is refused by gate " + e.gate(), e);
    }
  }

  /**
   * Returns a release by what people call it: a file, the first digits of its digest, or its
   * version.
   *
   * @throws CommandFailedException if there is none of that name, or several
   */
  public Release named(String name) {
    Optional<Path> file = file(name);
    if (file.isPresent()) {
      return read(file.get());
    }
    boolean digest = DIGEST.matcher(name).matches();
    if (digest && name.length() == DIGEST_LENGTH) {
      return bySha256(name);
    }
    List<String> stored = stored();
    List<String> byDigest =
        digest ? stored.stream().filter(sha256 -> sha256.startsWith(name)).toList() : List.of();
    return byDigest.isEmpty()
        ? only(name, ofVersion(name, stored))
        : only(name, byDigest.stream().map(this::bySha256).toList());
  }

  private List<Release> ofVersion(String version, List<String> stored) {
    List<Release> found = new ArrayList<>();
    for (String sha256 : stored) {
      try {
        Release release = Release.read(store.get(sha256), sha256);
        if (release.manifest().version().equals(version)) {
          found.add(release);
        }
      } catch (IOException | RefusedReleaseException e) {
        // Another one than is looked for; asked for by its digest it is refused in words.
        LOG.debug("{} is passed over", sha256, e);
      }
    }
    return found;
  }

  private static Release only(String name, List<Release> found) {
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new CommandFailedException(
        found.isEmpty()
            ? "'%s' is no file, and no release in the store (--store URI) has that digest or version"
                .formatted(name)
            : "'%s' names %d releases: %s; give more digits of the SHA-256"
                .formatted(name, found.size(), found.stream().map(Release::sha256).toList()));
  }

  private static Optional<Path> file(String name) {
    return name.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of(Path.of(name)).filter(Files::isRegularFile);
  }

  private List<String> stored() {
    try {
      return store.digests();
    } catch (IOException e) {
      throw new CommandFailedException("cannot list the releases of the store", e);
    }
  }

  private static Release read(Path file) {
    try {
      return Release.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CommandFailedException("cannot read the release " + file, e);
    } catch (RefusedReleaseException e) {
      throw new CommandFailedException(file + " is refused by gate " + e.gate(), e);
    }
  }
}
