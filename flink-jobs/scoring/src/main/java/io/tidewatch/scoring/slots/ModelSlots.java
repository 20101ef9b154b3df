package io.tidewatch.scoring.slots;

import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.ReleaseRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the slots of one model hold, by the newest message of each, and the messages that change
 * them. Whoever changes a slot, a person or a guard, takes the message from here, so that bans and
 * the way back are carried on:
 *
 * <pre>{@code
 * ModelSlots slots = ModelSlots.none("churn").with(newestOfChampion).with(newestOfChallenger);
 * slots.rollback(Change.of(now, Change.GUARD, "PSI of the score 0.31 > 0.25")).forEach(producer::send);
 * }</pre>
 *
 * <p>Immutable; the messages given and returned are not to be changed.
 */
public final class ModelSlots {
  /** Bans that are kept, newest last; who runs into an older one has pushed a hundred bad ones. */
  static final int MAX_BANNED = 100;

  private final String name;
  private final Map<ModelRole, ModelRelease> newest;

  private ModelSlots(String name, Map<ModelRole, ModelRelease> newest) {
    this.name = name;
    this.newest = newest;
  }

  /** Returns the slots of a model of which nothing was ever said. */
  public static ModelSlots none(String name) {
    return new ModelSlots(name, new EnumMap<>(ModelRole.class));
  }

  /**
   * Returns the slots after a message that was accepted. Bans stay even if the message does not
   * carry them on, but for that of the release itself.
   *
   * @throws IllegalArgumentException if it is about another model
   */
  public ModelSlots with(ModelRelease message) {
    if (!message.getName().equals(name)) {
      throw new IllegalArgumentException(message.getName() + " is not " + name);
    }
    Map<ModelRole, ModelRelease> changed = new EnumMap<>(newest);
    ModelRole role = ModelSlot.of(message).role();
    changed.put(role, role == ModelRole.CHAMPION ? withBans(message) : message);
    return new ModelSlots(name, changed);
  }

  private ModelRelease withBans(ModelRelease message) {
    Set<String> bans = new LinkedHashSet<>(banned());
    bans.addAll(message.getBanned());
    if (message.getRole() == ModelRole.CHAMPION) {
      bans.remove(message.getSha256());
    }
    return ModelRelease.newBuilder(message).setBanned(newest(bans)).build();
  }

  private static List<String> newest(Collection<String> bans) {
    return bans.stream().skip(Math.max(0, bans.size() - MAX_BANNED)).toList();
  }

  /** Returns the slots after the key of one was removed from the topic: nothing is known of it. */
  public ModelSlots without(ModelRole role) {
    Map<ModelRole, ModelRelease> changed = new EnumMap<>(newest);
    changed.remove(role);
    return new ModelSlots(name, changed);
  }

  /** Returns the model's name. */
  public String name() {
    return name;
  }

  /** Returns what a slot holds; empty if nothing, or if it was retired. */
  public Optional<ModelRelease> in(ModelRole role) {
    return Optional.ofNullable(newest.get(role))
        .filter(message -> message.getRole() != ModelRole.RETIRED);
  }

  /** Returns the newest message of a slot, a retirement too; empty if there never was one. */
  public Optional<ModelRelease> message(ModelRole role) {
    return Optional.ofNullable(newest.get(role));
  }

  /** Returns the newest message of each slot that had one, retirements too. */
  public List<ModelRelease> messages() {
    return List.copyOf(newest.values());
  }

  /** Returns the digests that may not serve without an override, oldest first. */
  public List<String> banned() {
    ModelRelease champion = newest.get(ModelRole.CHAMPION);
    return champion == null ? List.of() : Collections.unmodifiableList(champion.getBanned());
  }

  /**
   * Returns whether a ban forbids what a message asks for. A shadow is never banned: it decides
   * nothing, and shows whether the reason of the ban is gone.
   */
  public boolean forbids(ModelRelease message) {
    boolean serves =
        message.getRole() == ModelRole.CHAMPION || message.getRole() == ModelRole.CHALLENGER;
    return serves
        && !message.getOverride()
        && (banned().contains(message.getSha256())
            || message.getBanned().contains(message.getSha256()));
  }

  /** Returns the champion whose place a message takes by a rollback: one that the message bans. */
  public Optional<ModelRelease> rolledBackBy(ModelRelease message) {
    return in(ModelRole.CHAMPION)
        .filter(champion -> message.getRole() == ModelRole.CHAMPION)
        .filter(champion -> message.getBanned().contains(champion.getSha256()))
        .filter(champion -> !message.getSha256().equals(champion.getSha256()));
  }

  /**
   * Returns the message that puts a release into a slot. For a champion it names the one before it,
   * and carries the bans on; an override lifts that of the release.
   *
   * @param role CHAMPION, CHALLENGER or SHADOW
   * @param share share of the customers that a challenger serves, 0 to 1; of no meaning otherwise
   */
  public ModelRelease place(ReleaseRef release, ModelRole role, float share, Change change) {
    ModelRelease.Builder message =
        message(release, role, change)
            .setShare(
                switch (role) {
                  case CHAMPION -> 1f;
                  case CHALLENGER -> share;
                  default -> 0f;
                });
    if (role == ModelRole.CHAMPION) {
      List<String> bans = new ArrayList<>(banned());
      if (change.override()) {
        bans.remove(release.getSha256());
      }
      message.setBanned(bans).setPrevious(before(release));
    }
    return message.build();
  }

  /** Pushed again, a release keeps the way back that it had. */
  private ReleaseRef before(ReleaseRef release) {
    return in(ModelRole.CHAMPION)
        .map(
            champion ->
                champion.getSha256().equals(release.getSha256())
                    ? champion.getPrevious()
                    : ref(champion))
        .orElse(null);
  }

  /**
   * Returns the messages that make a challenger or shadow the champion and empty its slot, in
   * order.
   *
   * @throws SlotChangeException if there is none in that role, or a ban forbids it
   */
  public List<ModelRelease> promote(ModelRole from, Change change) {
    ModelRelease promoted =
        in(from)
            .orElseThrow(
                () ->
                    new SlotChangeException(
                        "there is no "
                            + lowerCase(from)
                            + " of "
                            + name
                            + " to promote; bring one in with: model push FILE --role "
                            + lowerCase(from)));
    ModelRelease champion = place(ref(promoted), ModelRole.CHAMPION, 1f, change);
    if (forbids(champion)) {
      throw new SlotChangeException(
          name
              + " "
              + promoted.getVersion()
              + " was rolled back before and is banned; --override serves it all the same");
    }
    return List.of(champion, retire(from, change));
  }

  /**
   * Returns the message that brings the champion before the present one back, and bans the present
   * one.
   *
   * @throws SlotChangeException if there is no champion, or none before it
   */
  public ModelRelease rollback(Change change) {
    ModelRelease champion =
        in(ModelRole.CHAMPION)
            .orElseThrow(() -> new SlotChangeException("there is no champion of " + name));
    if (champion.getPrevious() == null) {
      throw new SlotChangeException(
          "there is nothing to roll back to: "
              + name
              + " "
              + champion.getVersion()
              + " is the first champion, or came back by a rollback; push the release you want");
    }
    List<String> bans = new ArrayList<>(banned());
    bans.remove(champion.getPrevious().getSha256());
    bans.remove(champion.getSha256());
    bans.add(champion.getSha256());
    return message(champion.getPrevious(), ModelRole.CHAMPION, change)
        .setShare(1f)
        .setBanned(newest(bans))
        .build();
  }

  /**
   * Returns the message that empties a slot. Bans stay.
   *
   * @throws SlotChangeException if it is empty
   */
  public ModelRelease retire(ModelRole role, Change change) {
    ModelRelease retired =
        in(role)
            .orElseThrow(
                () ->
                    new SlotChangeException(
                        "there is no " + lowerCase(role) + " of " + name + " to retire"));
    return message(ref(retired), ModelRole.RETIRED, change)
        .setRetiredFrom(role)
        .setShare(0f)
        .setBanned(role == ModelRole.CHAMPION ? banned() : List.of())
        .build();
  }

  /** Returns what another message needs to point to the release of this one. */
  public static ReleaseRef ref(ModelRelease message) {
    return new ReleaseRef(message.getVersion(), message.getArtifactUri(), message.getSha256());
  }

  private ModelRelease.Builder message(ReleaseRef release, ModelRole role, Change change) {
    return ModelRelease.newBuilder()
        .setName(name)
        .setVersion(release.getVersion())
        .setRole(role)
        .setArtifactUri(release.getArtifactUri())
        .setSha256(release.getSha256())
        .setPushedAt(change.at())
        .setPushedBy(change.by())
        .setWhy(change.why().orElse(null))
        .setOverride(change.override());
  }

  private static String lowerCase(ModelRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
