package io.tidewatch.scoring;

import io.tidewatch.decisions.ChallengerShare;
import io.tidewatch.schemas.ModelRole;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The releases of one model in their roles, at most one in each. One thread.
 *
 * @param <M> kind of model
 */
final class Roles<M extends ServingModel> {
  private final Map<ModelRole, M> models = new EnumMap<>(ModelRole.class);
  private M champion; // null if there is none; as the other two, which the hot path reads
  private M challenger;
  private M shadow;
  private float challengerShare;

  /** Puts a release into a role; returns the one that had it. */
  Optional<M> put(ModelRole role, M model, float share) {
    Optional<M> before = Optional.ofNullable(models.put(role, model));
    if (role == ModelRole.CHALLENGER) {
      challengerShare = share;
    }
    look();
    return before;
  }

  /** Empties a role; returns the one that had it. */
  Optional<M> remove(ModelRole role) {
    Optional<M> before = Optional.ofNullable(models.remove(role));
    look();
    return before;
  }

  private void look() {
    champion = models.get(ModelRole.CHAMPION);
    challenger = models.get(ModelRole.CHALLENGER);
    shadow = models.get(ModelRole.SHADOW);
  }

  /** Returns the one in a role. */
  Optional<M> in(ModelRole role) {
    return Optional.ofNullable(models.get(role));
  }

  /** Returns the one that serves a customer, null if none does. */
  M of(String customerId) {
    return challenger != null
            && ChallengerShare.contains(customerId, challenger.ref().getName(), challengerShare)
        ? challenger
        : champion;
  }

  /** Returns the champion, null if there is none. */
  M champion() {
    return champion;
  }

  /** Returns the challenger, null if there is none. */
  M challenger() {
    return challenger;
  }

  /** Returns the shadow, null if there is none. */
  M shadow() {
    return shadow;
  }

  /** Returns all of them. */
  List<M> all() {
    return new ArrayList<>(models.values());
  }
}
