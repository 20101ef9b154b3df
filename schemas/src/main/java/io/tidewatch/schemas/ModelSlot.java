package io.tidewatch.schemas;

import java.util.List;
import java.util.Locale;

/**
 * Where a release of a model works: each model has one slot for its champion, one for its
 * challenger and one for its shadow. Immutable.
 *
 * @param name model name
 * @param role CHAMPION, CHALLENGER or SHADOW
 */
public record ModelSlot(String name, ModelRole role) {
  /** The roles that have a slot. */
  public static final List<ModelRole> ROLES =
      List.of(ModelRole.CHAMPION, ModelRole.CHALLENGER, ModelRole.SHADOW);

  private static final char SEPARATOR = '/';

  /**
   * Checks the role.
   *
   * @throws IllegalArgumentException if it has no slot
   */
  public ModelSlot {
    if (!ROLES.contains(role)) {
      throw new IllegalArgumentException("role " + role + " has no slot; " + ROLES + " have one");
    }
  }

  /**
   * Returns the slot that a message is about. One with a role of a newer version counts for the
   * champion's, where it is refused by name.
   */
  public static ModelSlot of(ModelRelease release) {
    ModelRole role =
        release.getRole() == ModelRole.RETIRED ? release.getRetiredFrom() : release.getRole();
    return new ModelSlot(release.getName(), ROLES.contains(role) ? role : ModelRole.CHAMPION);
  }

  /**
   * Reads a key of the topic models.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ModelSlot ofKey(String key) {
    int separator = key.lastIndexOf(SEPARATOR);
    if (separator < 0) {
      return new ModelSlot(key, ModelRole.CHAMPION);
    }
    ModelSlot slot =
        ROLES.stream()
            .map(role -> new ModelSlot(key.substring(0, separator), role))
            .filter(candidate -> candidate.key().equals(key))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'"
                            + key
                            + "' is no key of a slot; one is NAME, NAME/challenger or NAME/shadow"));
    return slot;
  }

  /**
   * Returns the key on the topic models: the name, and for all but champions a slash and the role.
   */
  public String key() {
    return role == ModelRole.CHAMPION
        ? name
        : name + SEPARATOR + role.name().toLowerCase(Locale.ROOT);
  }
}
