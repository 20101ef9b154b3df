package io.tidewatch.models.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ModelWatchTest {
  private static final double RAISE_AT = 0.8;
  private static final int PART = 50;
  private static final GuardRules RULES = GuardRules.DEFAULT;

  private final Populations people = new Populations(7);
  private final Reference reference = people.reference(1_000);
  private final ModelWatch watch = new ModelWatch(RULES);

  /** Lets a model score; returns the verdicts that tripped. */
  private List<Verdict> run(Populations.Model model, int scorings) {
    List<Verdict> tripped = new ArrayList<>();
    for (int i = 0; i < scorings; i += PART) {
      watch.add(people.window(watch.reference().orElse(reference), PART, model), RAISE_AT).stream()
          .filter(Verdict::tripped)
          .forEach(tripped::add);
    }
    return tripped;
  }

  private void serve(String sha256) {
    watch.serve(sha256, Optional.of(reference));
  }

  @Property(tries = 30)
  void anHonestModelNeverTrips(@ForAll @IntRange(max = 1_000_000) int seed) {
    Populations drawn = new Populations(seed);
    Reference promised = drawn.reference(600);
    ModelWatch fresh = new ModelWatch(RULES);
    for (String release : List.of("a", "b", "c")) {
      fresh.serve(release, Optional.of(promised));
      for (int i = 0; i < 5_000; i += PART) {
        assertThat(fresh.add(drawn.window(promised, PART, churn -> churn), RAISE_AT))
            .noneMatch(Verdict::tripped);
      }
    }
  }

  @Property(tries = 30)
  void anInvertedModelTripsWithinOneWindow(@ForAll @IntRange(max = 1_000_000) int seed) {
    Populations drawn = new Populations(seed);
    Reference promised = drawn.reference(600);
    ModelWatch fresh = new ModelWatch(RULES);
    fresh.serve("good", Optional.of(promised));
    fresh.add(drawn.window(promised, RULES.windowScorings(), churn -> churn), RAISE_AT);
    fresh.serve("inverted", Optional.of(promised));
    for (int i = 0; i < RULES.windowScorings(); i += PART) {
      fresh.add(drawn.window(promised, PART, churn -> 1 - churn), RAISE_AT);
    }
    assertThat(fresh.tripped()).isTrue();
  }

  @Test
  void theVerdictSaysWhatWasFoundAndTheThreshold() {
    serve("inverted");
    List<Verdict> tripped = run(churn -> 1 - churn, 1_000);
    assertThat(tripped).extracting(Verdict::guard).contains(Guard.SCORE_SHIFT, Guard.ALERT_RATE);
    Verdict shift = tripped.get(0);
    assertThat(shift.value()).isGreaterThan(shift.threshold());
    assertThat(shift.sentence())
        .matches(
            "population stability index of \\d+ scores at (events|regular times) against the"
                + " release's reference is \\d+\\.\\d\\d, threshold 0\\.50");
  }

  @Test
  void saysNothingMoreOnceItHasTripped() {
    serve("inverted");
    assertThat(run(churn -> 1 - churn, 1_000)).isNotEmpty();
    assertThat(run(churn -> 1 - churn, 3_000)).isEmpty();
  }

  @Test
  void oneScoreThatIsNoNumberTripsAtOnce() {
    serve("broken");
    assertThat(run(churn -> Float.NaN, PART))
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.guard()).isEqualTo(Guard.NOT_FINITE);
              assertThat(verdict.sentence()).startsWith("50 of 50 scores");
            });
  }

  @Test
  void withoutAReferenceAlertsAreComparedWithTheChampionBefore() {
    watch.serve("old", Optional.empty());
    for (int i = 0; i < 20; i++) {
      watch.add(plain(PART, churn -> churn), RAISE_AT);
    }
    watch.serve("shouting", Optional.empty());
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      verdicts.addAll(watch.add(plain(PART, churn -> 0.9f), RAISE_AT));
    }
    assertThat(verdicts)
        .filteredOn(Verdict::tripped)
        .isNotEmpty()
        .allMatch(verdict -> verdict.guard() == Guard.ALERT_RATE);
    assertThat(verdicts).noneMatch(verdict -> verdict.guard() == Guard.SCORE_SHIFT);
  }

  private ModelWindow plain(int scorings, Populations.Model model) {
    ModelWindow window = new ModelWindow(Optional.empty());
    window.add(people.window(reference, scorings, model).scoresOnly());
    return window;
  }

  @Test
  void aShiftThatTheChampionBeforeHadTooIsNotTheReleases() {
    Populations.Model shifted = churn -> 1 - (1 - churn) * (1 - churn);
    GuardRules later = new GuardRules(1_000, 500, 1_000, 0.2, 0.9, 1_000_000, 500, 0.1, 0.15);
    ModelWatch settled = new ModelWatch(later);
    settled.serve("old", Optional.of(reference));
    settled.add(people.window(reference, 1_000, churn -> churn), RAISE_AT);
    // Behind its probation the customers change; that is drift, and trips nothing.
    assertThat(settled.add(people.window(reference, 1_000, shifted), RAISE_AT))
        .noneMatch(Verdict::tripped);
    settled.serve("new", Optional.of(reference));
    assertThat(settled.add(people.window(reference, 1_000, shifted), RAISE_AT))
        .filteredOn(verdict -> verdict.guard() == Guard.SCORE_SHIFT)
        .isNotEmpty()
        .allSatisfy(
            verdict -> {
              assertThat(verdict.value()).isGreaterThan(later.scoreShift());
              assertThat(verdict.tripped()).isFalse();
            });
    // The same scores without that champion before.
    ModelWatch alone = new ModelWatch(later);
    alone.serve("new", Optional.of(reference));
    assertThat(alone.add(people.window(reference, 1_000, shifted), RAISE_AT))
        .anyMatch(Verdict::tripped);
  }

  @Test
  void whoComesBackAfterARollbackIsTrusted() {
    serve("good");
    assertThat(run(churn -> churn, 1_000)).isEmpty();
    serve("inverted");
    assertThat(run(churn -> 1 - churn, 1_000)).isNotEmpty();
    serve("good");
    assertThat(watch.onProbation()).isFalse();
    assertThat(watch.tripped()).isFalse();
    assertThat(run(churn -> churn, 3_000)).isEmpty();
  }

  @Test
  void aSlowModelTripsAndAPauseDoesNot() {
    serve("fast");
    ModelWindow window = people.window(reference, 1_000, churn -> churn);
    window.cost(3_000_000_000L, 10);
    assertThat(watch.add(window, RAISE_AT)).noneMatch(Verdict::tripped);
    serve("slow");
    ModelWindow slow = people.window(reference, 1_000, churn -> churn);
    slow.cost(2_000L * 5_000_000L, 2_000);
    assertThat(watch.add(slow, RAISE_AT))
        .filteredOn(Verdict::tripped)
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.guard()).isEqualTo(Guard.SCORING_TIME));
  }

  @Test
  void truthFindsTheModelThatRanksTheWrongWayRound() {
    serve("inverted");
    List<Verdict> tripped = truth(churn -> 1 - churn, 600);
    assertThat(tripped).extracting(Verdict::guard).contains(Guard.AUC, Guard.CALIBRATION);
    assertThat(tripped.get(0).sentence()).contains("AUC of 500 matured scores is 0.");
  }

  @Property(tries = 8)
  void truthNeverTripsOnAnHonestModel(@ForAll @IntRange(max = 1_000_000) int seed) {
    Populations drawn = new Populations(seed);
    ModelWatch fresh = new ModelWatch(RULES);
    fresh.serve("honest", Optional.of(new Reference(0.8, 0.02, reference.samples())));
    for (int i = 0; i < 2_000; i++) {
      float churn = drawn.score(Occasion.REGULAR);
      assertThat(fresh.matured(churn, drawn.churns(churn))).noneMatch(Verdict::tripped);
    }
  }

  private List<Verdict> truth(Populations.Model model, int outcomes) {
    List<Verdict> tripped = new ArrayList<>();
    for (int i = 0; i < outcomes; i++) {
      float churn = people.score(Occasion.REGULAR);
      watch.matured(model.churn(churn), people.churns(churn)).stream()
          .filter(Verdict::tripped)
          .forEach(tripped::add);
    }
    return tripped;
  }

  @Test
  void aChallengerWinsOnlyIfItIsSurelyBetter() {
    TruthSample honest = new TruthSample();
    TruthSample alike = new TruthSample();
    TruthSample coin = new TruthSample();
    for (int i = 0; i < 2_000; i++) {
      float churn = people.score(Occasion.REGULAR);
      honest.add(churn, people.churns(churn));
      float other = people.score(Occasion.REGULAR);
      alike.add(other, people.churns(other));
      coin.add(people.score(Occasion.REGULAR), people.churns(0.3f));
    }
    assertThat(honest.surelyBetterThan(coin)).isTrue();
    assertThat(coin.surelyBetterThan(honest)).isFalse();
    assertThat(honest.surelyBetterThan(alike)).isFalse();
    assertThat(new TruthSample().surelyBetterThan(coin)).isFalse();
  }

  @Test
  void goesOnAfterBeingWrittenAndReadAsIfNothingHadHappened() throws IOException {
    serve("good");
    run(churn -> churn, 1_500);
    serve("next");
    run(churn -> churn, 700);
    truth(churn -> churn, 60);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    watch.write(new DataOutputStream(bytes));
    ModelWatch read =
        ModelWatch.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), RULES);
    assertThat(read.reference()).contains(reference);
    assertThat(read.sha256()).isEqualTo("next");
    assertThat(read.scorings()).isEqualTo(700);
    assertThat(read.truth().added()).isEqualTo(60);
    ModelWindow more = people.window(reference, 400, churn -> 1 - churn);
    assertThat(read.add(more, RAISE_AT)).isEqualTo(watch.add(more, RAISE_AT)).isNotEmpty();
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    read.write(new DataOutputStream(again));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    watch.write(new DataOutputStream(expected));
    assertThat(again.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @Test
  void aWindowOfFewScoringsIsSmall() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    people.window(reference, 10, churn -> churn).write(new DataOutputStream(bytes));
    assertThat(bytes.size()).isLessThan(1_000);
  }
}
