package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final long DAY = Examples.DAY;
  private static final long START = Examples.START;
  private static final long WINDOW = 3 * DAY;
  private static final LearningInputs USUAL = new LearningInputs(0.1, 0.5, 4);

  private final Learner learner = new Learner(LearningRules.DEFAULT);
  private final double before = propensity();

  @Test
  void learnsFromAYesAndANoWhenTheTimeToAnswerIsOver() {
    for (OutcomeKind kind :
        List.of(OutcomeKind.ACCEPTED, OutcomeKind.CONVERTED, OutcomeKind.DECLINED)) {
      Learner fresh = new Learner(LearningRules.DEFAULT);
      fresh.made(made("d1", START));
      fresh.outcome(outcome("d1", kind, START + 1));
      fresh.advanceTo(START + WINDOW - 1);
      assertThat(fresh.propensities().outcomes("o")).isZero();
      assertThat(fresh.waiting()).isEqualTo(1);
      fresh.advanceTo(START + WINDOW);
      assertThat(fresh.propensities().outcomes("o")).isEqualTo(1);
      assertThat(fresh.waiting()).isZero();
      double after =
          fresh.propensities().activation("spring", "o", USUAL, START + WINDOW).propensity();
      assertThat(after > before).as("%s", kind).isEqualTo(kind != OutcomeKind.DECLINED);
    }
  }

  @Test
  void takesSilenceForANo() {
    learner.made(made("d1", START));
    learner.outcome(outcome("d1", OutcomeKind.DELIVERED, START + 1));
    learner.advanceTo(START + WINDOW);
    assertThat(learner.propensities().outcomes("o")).isEqualTo(1);
    assertThat(propensity()).isLessThan(before);
  }

  @Test
  void letsAYesCountWhateverElseWasSaid() {
    learner.made(made("d1", START));
    learner.outcome(outcome("d1", OutcomeKind.ACCEPTED, START + 1));
    learner.outcome(outcome("d1", OutcomeKind.DECLINED, START + 2));
    learner.advanceTo(START + WINDOW);
    assertThat(propensity()).isGreaterThan(before);
  }

  @Test
  void learnsNothingFromAnOfferOfWhichNothingWasHeard() {
    learner.made(made("d1", START));
    learner.advanceTo(START + 30 * DAY);
    assertThat(learner.propensities().records()).isEmpty();
    assertThat(learner.waiting()).isZero();
  }

  @Test
  void countsAnOutcomeOnceAndNoneThatComesTooLate() {
    learner.made(made("d1", START));
    learner.outcome(outcome("d1", OutcomeKind.ACCEPTED, START + 1));
    learner.outcome(outcome("d1", OutcomeKind.CONVERTED, START + 2));
    learner.made(made("d2", START + 3));
    learner.outcome(outcome("d2", OutcomeKind.ACCEPTED, START + 8 * DAY));
    learner.outcome(outcome("unknown", OutcomeKind.ACCEPTED, START + 8 * DAY));
    learner.advanceTo(START + 9 * DAY);
    assertThat(learner.propensities().outcomes("o")).isEqualTo(1);
  }

  @Property(tries = 50)
  void isRebuiltIdenticallyFromOffersAndOutcomesInAnyOrder(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<OfferMade> offers = new ArrayList<>();
    List<OfferOutcome> outcomes = new ArrayList<>();
    Learner live = new Learner(LearningRules.DEFAULT);
    OutcomeKind[] kinds = OutcomeKind.values();
    long at = START;
    for (int i = 0; i < 60; i++) {
      // Several at one moment too.
      at += random.nextInt(3) == 0 ? 0 : random.nextLong(2 * DAY);
      OfferMade made = made(String.format("d%02d", i), at);
      offers.add(made);
      live.made(made);
      for (int j = random.nextInt(3); j > 0; j--) {
        String about = String.format("d%02d", random.nextInt(i + 1));
        OutcomeKind kind = kinds[random.nextInt(kinds.length)];
        OfferOutcome outcome = outcome(about, kind, at + outcomes.size());
        at += outcomes.size();
        outcomes.add(outcome);
        live.outcome(outcome);
      }
    }
    live.advanceTo(at + 30 * DAY);
    Collections.shuffle(offers, new Random(seed));
    Collections.shuffle(outcomes, new Random(seed + 1));

    Learner rebuilt = Learner.rebuilt(LearningRules.DEFAULT, offers, outcomes, at + 30 * DAY);

    assertThat(rebuilt.propensities().records()).isEqualTo(live.propensities().records());
  }

  private double propensity() {
    return learner.propensities().activation("spring", "o", USUAL, START + 8 * DAY).propensity();
  }

  private static OfferMade made(String decisionId, long at) {
    return new OfferMade(decisionId, "spring", "o", at, USUAL);
  }

  private static OfferOutcome outcome(String decisionId, OutcomeKind kind, long at) {
    return OfferOutcome.newBuilder()
        .setEventId(decisionId + kind + at)
        .setCustomerId("c")
        .setOccurredAt(Micros.toInstant(at))
        .setKind(kind)
        .setOfferId("o")
        .setDecisionId(decisionId)
        .build();
  }
}
