package io.tidewatch.platform.releases;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/** Announces a release to the running job, as an ML engineer does. */
public final class ReleasePush {
  private final Path folder;
  private final RecordProducer producer;

  /**
   * Creates one.
   *
   * @param folder where release zips are kept, named by their digest; the job must be able to read
   *     it
   * @param producer sends the message; not closed here
   */
  public ReleasePush(Path folder, RecordProducer producer) {
    this.folder = folder;
    this.producer = producer;
  }

  /**
   * Copies the zip to the folder and announces it as champion.
   *
   * @param release what the zip was read as
   * @param zip the release zip
   * @param now time of the message
   * @param pushedBy who pushes it
   * @return the message sent
   */
  public ModelRelease push(Release release, byte[] zip, Instant now, String pushedBy) {
    Path artifact = store(release.sha256(), zip);
    ModelRelease message =
        ModelRelease.newBuilder()
            .setName(release.manifest().name())
            .setVersion(release.manifest().version())
            .setRole(ModelRole.CHAMPION)
            .setShare(1)
            .setArtifactUri(artifact.toUri().toString())
            .setSha256(release.sha256())
            .setPushedAt(now)
            .setPushedBy(pushedBy)
            .build();
    producer.send(message);
    producer.flush();
    return message;
  }

  /** A reader never sees half a file: written aside, then moved. */
  private Path store(String sha256, byte[] zip) {
    Path target = folder.resolve(sha256 + ".zip").toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      Path aside = Files.createTempFile(folder, sha256, ".part");
      Files.write(aside, zip);
      Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store the release as " + target, e);
    }
    return target;
  }
}
