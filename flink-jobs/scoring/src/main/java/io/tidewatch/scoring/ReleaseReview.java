package io.tidewatch.scoring;

import io.tidewatch.models.Admission;
import io.tidewatch.models.Gate;
import io.tidewatch.models.Quality;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.Task;
import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.scoring.artifacts.ArtifactReader;
import io.tidewatch.scoring.artifacts.TooLargeException;
import io.tidewatch.scoring.slots.ModelSlots;
import java.io.IOException;
import java.util.Optional;

/**
 * Whether a release may serve where a message asks for it: looks at the message, fetches the
 * release and runs all gates. One thread.
 */
final class ReleaseReview {
  private static final int MAX_WHY = 1_000;
  private static final int MAX_BY = 128;

  /**
   * A release that may serve.
   *
   * @param release what was fetched and verified
   * @param remark what is to be said of it on model-status, if anything
   */
  record Passed(Release release, String remark) {}

  /** A release that may not serve, or a message that asks for what this job does not do. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String gate;

    private RefusedException(String gate, String message) {
      super(message);
      this.gate = gate;
    }

    /** Returns what refused it, as model-status names it. */
    String gate() {
      return gate;
    }
  }

  private final Admission admission;
  private final ArtifactReader artifacts;
  private final double qualityTolerance;

  ReleaseReview(ReleaseTerms terms) {
    admission = terms.admission();
    artifacts = terms.artifacts();
    qualityTolerance = terms.qualityTolerance();
  }

  /**
   * Reviews a message that is no retirement.
   *
   * @param served what serves at this moment
   */
  Passed review(ModelRelease message, ServedReleases served) throws RefusedException {
    requireServable(message, served.slots(message.getName()));
    Release release = fetch(message);
    requireNamedAlike(message, release);
    return new Passed(release, requireQuality(message, release, served));
  }

  private static void requireServable(ModelRelease message, ModelSlots slots)
      throws RefusedException {
    if (!ModelSlot.ROLES.contains(message.getRole())) {
      throw new RefusedException(
          "ROLE",
          "role "
              + message.getRole()
              + " is not known to this version; push it as one of "
              + ModelSlot.ROLES);
    }
    boolean challenges = message.getRole() == ModelRole.CHALLENGER;
    if (challenges && !(message.getShare() > 0 && message.getShare() <= 1)) {
      throw new RefusedException(
          "SHARE",
          "share=" + message.getShare() + " of a challenger must be more than 0 and at most 1");
    }
    requireShort("pushedBy", message.getPushedBy(), MAX_BY);
    requireShort("why", message.getWhy() == null ? "" : message.getWhy(), MAX_WHY);
    if (slots.forbids(message)) {
      throw new RefusedException(
          "BANNED",
          "it was rolled back before; find out why in model history, and push it with an override"
              + " to serve it all the same");
    }
  }

  private static void requireShort(String field, String text, int max) throws RefusedException {
    if (text.length() > max) {
      throw new RefusedException(
          "TEXT", field + " has " + text.length() + " characters; at most " + max + " are kept");
    }
  }

  private Release fetch(ModelRelease message) throws RefusedException {
    try {
      return Release.verify(
          artifacts.read(message.getArtifactUri()), message.getSha256(), admission);
    } catch (RefusedReleaseException e) {
      throw new RefusedException(e.gate().name(), e.getMessage());
    } catch (TooLargeException e) {
      throw new RefusedException(Gate.SIZE.name(), e.getMessage());
    } catch (IOException e) {
      throw new RefusedException(
          "FETCH", "cannot read the release (" + e.getMessage() + "); push it again");
    }
  }

  private static void requireNamedAlike(ModelRelease message, Release release)
      throws RefusedException {
    if (!release.manifest().name().equals(message.getName())) {
      throw new RefusedException(
          "NAME",
          "the release calls itself " + release.manifest().name() + ", not " + message.getName());
    }
    if (release.manifest().task() instanceof Task.Text) {
      throw new RefusedException(
          "NAME", message.getName() + " tells texts apart; this job has no slot for it");
    }
    String expected = release.manifest().task() instanceof Task.Churn ? "churn" : "recommender";
    if (!message.getName().equals(expected)) {
      throw new RefusedException(
          "NAME", message.getName() + " is no name for it; this job serves it as " + expected);
    }
  }

  /**
   * Gate QUALITY: what decides about customers is no worse than the champion. The way back from a
   * champion that was rolled back is free.
   *
   * @return what is to be said of it on model-status, if anything
   */
  private String requireQuality(ModelRelease message, Release release, ServedReleases served)
      throws RefusedException {
    ModelSlots slots = served.slots(message.getName());
    Optional<ModelRelease> champion = slots.in(ModelRole.CHAMPION);
    if (message.getRole() == ModelRole.SHADOW
        || champion.isEmpty()
        || champion.get().getSha256().equals(message.getSha256())
        || slots.rolledBackBy(message).isPresent()) {
      return "";
    }
    Optional<Quality> best = served.quality(champion.get());
    Quality quality = Quality.of(release.manifest());
    Optional<String> incomparable =
        best.map(quality::incomparableWith)
            .orElse(Optional.of("the champion is from before this job compared"));
    if (incomparable.isPresent()) {
      return "; quality not compared with the champion's: " + incomparable.get();
    }
    Optional<String> worse = quality.worseThan(best.get(), qualityTolerance);
    if (worse.isEmpty()) {
      return "";
    }
    if (message.getOverride()) {
      return "; by override, though worse than the champion: " + worse.get();
    }
    throw new RefusedException(
        Gate.QUALITY.name(),
        "worse than the champion on the same cases: "
            + worse.get()
            + "; train a better one, try it as a shadow, or push it with an override");
  }
}
