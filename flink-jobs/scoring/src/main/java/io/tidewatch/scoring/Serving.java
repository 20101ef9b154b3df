package io.tidewatch.scoring;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ShadowScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * The models that serve, in their roles: for churn and for recommendations a champion, a challenger
 * that serves a share of the customers in its place, and a shadow that scores and decides nothing.
 *
 * <p>Customers of one batch are grouped by the model that serves them; which of them come together
 * changes no bit of a score. A shadow's recurrent states are taken on at every event like the
 * others', because what is stored of a customer's past reaches back 16 steps only: that costs one
 * step per event and the place of one more recurrent state per customer. Its scores are computed
 * only for the decisions that are logged. A customer has the recurrent states of the models that
 * are used for this customer, four at most; the others are dropped.
 *
 * <p>One thread.
 */
final class Serving {
  private static final ChurnScore NO_SCORE = new ChurnScore(0, 0, 0);
  private static final int TOP_CATEGORIES = 20;

  private final Roles<ServingModel.Churn> churn = new Roles<>();
  private final Roles<ServingModel.Recommend> recommender = new Roles<>();
  private final LongPredicate inUse = this::isInUse;
  private final ScoreMonitor monitor;
  private boolean any;
  private boolean timed; // whether the batch at hand is
  private volatile int engineLayers; // asked by the threads of metrics
  private Turn current;

  // Columns of the customers at hand, as the models take them, and where each stands in the batch.
  private int[] places = new int[1];
  private CustomerState[] states = new CustomerState[1];
  private float[][] features = new float[1][];
  private ChurnScore[] scores = new ChurnScore[1];

  /**
   * Serves nobody yet.
   *
   * @param monitor hears what the churn models cost
   */
  Serving(ScoreMonitor monitor) {
    this.monitor = monitor;
  }

  /**
   * Puts a release to work.
   *
   * @param share share of customers that a challenger serves
   * @return the release that had the role
   */
  Optional<ModelRef> put(ModelRole role, ServingModel model, float share) {
    Optional<? extends ServingModel> before =
        model instanceof ServingModel.Churn release
            ? churn.put(role, release, share)
            : recommender.put(role, (ServingModel.Recommend) model, share);
    look();
    return before.map(ServingModel::ref);
  }

  /** Empties a role of a model; returns the release that had it. */
  Optional<ModelRef> remove(String name, ModelRole role) {
    for (Roles<?> roles : List.of(churn, recommender)) {
      boolean has = roles.in(role).filter(model -> model.ref().getName().equals(name)).isPresent();
      if (has) {
        Optional<ModelRef> before = roles.remove(role).map(ServingModel::ref);
        look();
        return before;
      }
    }
    return Optional.empty();
  }

  /** Finds a release that serves in some role by its digest. */
  Optional<ServingModel> find(String sha256) {
    return all().filter(model -> model.ref().getSha256().equals(sha256)).findFirst();
  }

  private Stream<ServingModel> all() {
    return Stream.concat(churn.all().stream(), recommender.all().stream());
  }

  private void look() {
    any = all().findAny().isPresent();
    engineLayers = all().mapToInt(ServingModel::engineLayers).sum();
  }

  /**
   * Returns how many layers of the serving models an engine computes, not a kernel. May be asked by
   * any thread.
   */
  int engineLayers() {
    return engineLayers;
  }

  /** Returns whether there is a model in any role. */
  boolean any() {
    return any;
  }

  /** Offers changed: their categories are looked up again. */
  void forgetOffers() {
    recommender.all().forEach(ServingModel.Recommend::forgetOffers);
  }

  /**
   * Says which models serve some customers, all different, takes their recurrent states over what
   * was folded since, and drops those of other models.
   */
  void step(Turn[] turns, int count) {
    makeRoom(turns);
    timed = monitor.timesBatch();
    for (int i = 0; i < count; i++) {
      current = turns[i];
      String customerId = current.moment.customerId();
      current.churn = churn.of(customerId);
      current.recommender = recommender.of(customerId);
      current.moment.state().retainRecurrent(inUse);
    }
    current = null;
    advance(turns, count, churn);
    advance(turns, count, recommender);
  }

  private void advance(Turn[] turns, int count, Roles<?> roles) {
    advance(turns, count, roles.champion());
    if (roles.challenger() != roles.champion()) {
      advance(turns, count, roles.challenger());
    }
    if (roles.shadow() != null) {
      for (int i = 0; i < count; i++) {
        take(i, i, turns[i]);
      }
      roles.shadow().advance(states, count);
    }
  }

  private void advance(Turn[] turns, int count, ServingModel model) {
    if (model != null) {
      int selected = select(turns, count, model);
      long start = timed ? System.nanoTime() : 0;
      model.advance(states, selected);
      if (timed && model instanceof ServingModel.Churn stepped) {
        monitor.stepped(stepped, System.nanoTime() - start);
      }
    }
  }

  /** Scores customers, all different, by their features; zeros where no churn model serves. */
  void score(Turn[] turns, int count) {
    for (int i = 0; i < count; i++) {
      turns[i].score = NO_SCORE;
    }
    score(turns, count, churn.champion());
    if (churn.challenger() != churn.champion()) {
      score(turns, count, churn.challenger());
    }
  }

  private void score(Turn[] turns, int count, ServingModel.Churn model) {
    if (model != null) {
      int selected = select(turns, count, model);
      long start = timed ? System.nanoTime() : 0;
      model.model().score(states, features, selected, scores);
      if (timed) {
        monitor.scored(model, System.nanoTime() - start, selected);
      }
      for (int i = 0; i < selected; i++) {
        turns[places[i]].score = scores[i];
      }
    }
  }

  /** Says what the shadows would have said of some customers, all different. */
  void scoreByShadows(Turn[] turns, int count) {
    for (int i = 0; i < count; i++) {
      turns[i].shadowScores = List.of();
    }
    if (count == 0 || churn.shadow() == null && recommender.shadow() == null) {
      return;
    }
    makeRoom(turns);
    for (int i = 0; i < count; i++) {
      take(i, i, turns[i]);
      turns[i].shadowScores = new ArrayList<>(2);
    }
    if (churn.shadow() != null) {
      churn.shadow().model().score(states, features, count, scores);
      for (int i = 0; i < count; i++) {
        turns[i].shadowScores.add(shadowScore(churn.shadow().ref(), scores[i], List.of()));
      }
    }
    if (recommender.shadow() != null) {
      for (int i = 0; i < count; i++) {
        List<String> top = recommender.shadow().top(states[i], TOP_CATEGORIES);
        turns[i].shadowScores.add(shadowScore(recommender.shadow().ref(), NO_SCORE, top));
      }
    }
  }

  private static ShadowScore shadowScore(ModelRef model, ChurnScore score, List<String> top) {
    return new ShadowScore(
        model, score.churn(), score.purchase7(), score.expectedSpendMinor(), top);
  }

  /** Sets the columns to the customers whom a model serves, in their order; returns how many. */
  private int select(Turn[] turns, int count, ServingModel model) {
    int selected = 0;
    for (int i = 0; i < count; i++) {
      if (turns[i].churn == model || turns[i].recommender == model) {
        take(selected++, i, turns[i]);
      }
    }
    return selected;
  }

  private void take(int column, int place, Turn turn) {
    places[column] = place;
    states[column] = turn.moment.state();
    features[column] = turn.features;
  }

  private void makeRoom(Turn[] turns) {
    if (states.length < turns.length) {
      places = new int[turns.length];
      states = new CustomerState[turns.length];
      features = new float[turns.length][];
      scores = new ChurnScore[turns.length];
    }
  }

  private boolean isInUse(long modelId) {
    return is(current.churn, modelId)
        || is(current.recommender, modelId)
        || is(churn.shadow(), modelId)
        || is(recommender.shadow(), modelId);
  }

  private static boolean is(ServingModel model, long modelId) {
    return model != null && model.modelId() == modelId;
  }
}
