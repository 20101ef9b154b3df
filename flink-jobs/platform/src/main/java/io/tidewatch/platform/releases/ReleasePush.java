package io.tidewatch.platform.releases;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ReleaseRef;
import io.tidewatch.scoring.artifacts.ArtifactReader;
import io.tidewatch.scoring.artifacts.ArtifactStore;
import io.tidewatch.scoring.slots.Change;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Announces a release to the running job, as an ML engineer does. */
public final class ReleasePush {
  private static final ArtifactReader READER =
      new ArtifactReader(64L << 20, List.of(), Duration.ofSeconds(30), Map.of());

  private final ArtifactStore artifacts;
  private final RecordProducer producer;

  /**
   * Creates one.
   *
   * @param folder where release zips are kept, named by their digest; the job must be able to read
   *     it
   * @param producer sends the message; not closed here
   */
  public ReleasePush(Path folder, RecordProducer producer) {
    this(new ArtifactStore(folder.toAbsolutePath().toUri().toString(), READER), producer);
  }

  /**
   * Creates one.
   *
   * @param artifacts where release zips are kept; the job must be able to read it
   * @param producer sends the message; not closed here
   */
  public ReleasePush(ArtifactStore artifacts, RecordProducer producer) {
    this.artifacts = artifacts;
    this.producer = producer;
  }

  /**
   * Puts the zip into the store and announces it as champion of a job that is known to have none,
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
   * Puts the zip into the store.
   *
   * @return what a message needs to point to it
   * @throws UncheckedIOException if it cannot be kept there
   */
  public ReleaseRef store(Release release, byte[] zip) {
    try {
      return new ReleaseRef(release.manifest().version(), artifacts.put(zip), release.sha256());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store the release: " + e.getMessage(), e);
    }
  }
}
