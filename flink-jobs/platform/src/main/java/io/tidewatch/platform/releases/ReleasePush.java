package io.tidewatch.platform.releases;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ReleaseRef;
import io.tidewatch.scoring.slots.Change;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

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
   * Copies the zip to the folder and announces it as champion of a job that is known to have none,
   * or whose one before nobody will want back.
   *
   * @param release what the zip was read as
   * @param zip the release zip
   * @param now time of the message
   * @param pushedBy who pushes it
   * @return the message sent
   */
  public ModelRelease push(Release release, byte[] zip, Instant now, String pushedBy) {
    ModelRelease message =
        ModelSlots.none(release.manifest().name())
            .place(
                store(release, zip),
                ModelRole.CHAMPION,
                1f,
                new Change(now, pushedBy, Optional.empty(), false));
    producer.send(message);
    producer.flush();
    return message;
  }

  /**
   * Copies the zip to the folder.
   *
   * @return what a message needs to point to it
   */
  public ReleaseRef store(Release release, byte[] zip) {
    return new ReleaseRef(
        release.manifest().version(),
        store(release.sha256(), zip).toUri().toString(),
        release.sha256());
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
