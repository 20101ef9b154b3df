package io.tidewatch.platform.releases;

import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases of a models folder, where each lies under its SHA-256 for ever, whether it serves or
 * not.
 */
public final class StoredReleases {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{6,64}");
  private static final Logger LOG = LoggerFactory.getLogger(StoredReleases.class);
  private static final String ZIP = ".zip";

  private final Path folder;

  /** Reads releases from a folder; nothing is looked at yet. */
  public StoredReleases(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns a release by its digest.
   *
   * @param sha256 64 hexadecimal digits
   * @throws CommandFailedException if it is not there, or is not what its name says
   */
  public Release bySha256(String sha256) {
    Path file = folder.resolve(sha256 + ZIP);
    if (!Files.isRegularFile(file)) {
      throw new CommandFailedException(
          "release "
              + sha256
              + " is not in "
              + folder
              + "; name the folder into which it was pushed with --models DIR");
    }
    try {
      return Release.read(Files.readAllBytes(file), sha256);
    } catch (IOException e) {
      throw new CommandFailedException("cannot read the release " + file, e);
    } catch (RefusedReleaseException e) {
      throw new CommandFailedException(file + " is refused by gate " + e.gate(), e);
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
    List<Path> stored = stored();
    List<Path> byDigest =
        DIGEST.matcher(name).matches()
            ? stored.stream().filter(path -> digest(path).startsWith(name)).toList()
            : List.of();
    if (!byDigest.isEmpty()) {
      return only(name, byDigest.stream().map(StoredReleases::read).toList());
    }
    List<Release> ofVersion = new ArrayList<>();
    for (Path path : stored) {
      try {
        Release release = Release.read(Files.readAllBytes(path));
        if (release.manifest().version().equals(name)) {
          ofVersion.add(release);
        }
      } catch (IOException | RefusedReleaseException e) {
        // Another file than the one that is looked for; asked for by name it is refused in words.
        LOG.debug("{} is passed over", path, e);
      }
    }
    return only(name, ofVersion);
  }

  private Release only(String name, List<Release> found) {
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new CommandFailedException(
        found.isEmpty()
            ? "'%s' is no file, and no release in %s has that digest or version"
                .formatted(name, folder)
            : "'%s' names %d releases in %s: %s; give more digits of the SHA-256"
                .formatted(
                    name, found.size(), folder, found.stream().map(Release::sha256).toList()));
  }

  private static Optional<Path> file(String name) {
    return name.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of(Path.of(name)).filter(Files::isRegularFile);
  }

  private List<Path> stored() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(ZIP)).sorted().toList();
    } catch (IOException e) {
      throw new CommandFailedException("cannot list " + folder, e);
    }
  }

  private static String digest(Path path) {
    String name = path.getFileName().toString();
    return name.substring(0, name.length() - ZIP.length());
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
