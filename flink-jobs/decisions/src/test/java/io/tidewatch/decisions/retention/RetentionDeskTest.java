package io.tidewatch.decisions.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.decisions.Holdout;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.RetentionAction;
import io.tidewatch.schemas.RetentionChoice;
import io.tidewatch.schemas.RetentionRules;
import io.tidewatch.schemas.RetentionVerdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetentionDeskTest {
  private static final long DAWN = Micros.of(Instant.parse("2026-03-16T00:00:00Z"));
  private static final RetentionAction CALL = new RetentionAction("call", 0.1, 500L, 0.0);
  private static final RetentionAction VOUCHER = new RetentionAction("voucher", 0.2, 2_000L, 0.0);
  private static final RetentionAction DISCOUNT = new RetentionAction("discount", 0.3, 0L, 0.1);

  private final RetentionDesk desk = RetentionDesk.exact();

  @Test
  void takesTheActionThatKeepsTheMostMargin() {
    AlertRules rules = rules(1_000_000, CALL, VOUCHER, DISCOUNT);
    // Keeps 0.1 * 0.8 * 40,000 = 3,200 for 500, 6,400 for 2,000, 9,600 for 0.1 * 40,000 * 0.44.
    RetentionChoice small = desk.choose(customer(0.8, 100_000), DAWN, rules);
    assertThat(small.getVerdict()).isEqualTo(RetentionVerdict.ACTION);
    assertThat(small.getActionId()).isEqualTo("discount");
    assertThat(small.getRetainedMinor()).isCloseTo(9_600, within(1e-6));
    assertThat(small.getExpectedCostMinor()).isCloseTo(4_400, within(1e-6));
    assertThat(small.getSavedMarginMinor()).isCloseTo(9_600 - 4_400, within(1e-6));
    assertThat(small.getReservedMinor()).isEqualTo(10_000);
    assertThat(small.getBudgetLeftMinor()).isEqualTo(1_000_000);
    assertThat(small.getCurrency()).isEqualTo("EUR");
    // A discount is given to those who would have stayed, too.
    RetentionChoice sure = desk.choose(customer(0.2, 100_000), DAWN, rules);
    assertThat(sure.getActionId()).isEqualTo("call");
    assertThat(desk.savedMarginMinor()).isCloseTo(5_200 + 300, within(1e-6));
    assertThat(desk.takenMinor()).isEqualTo(10_500);
  }

  @Test
  void doesNothingWhereNothingPays() {
    RetentionChoice choice =
        desk.choose(customer(0.8, 1_000), DAWN, rules(1_000_000, CALL, VOUCHER));
    assertThat(choice.getVerdict()).isEqualTo(RetentionVerdict.NOTHING_PAYS);
    assertThat(choice.getActionId()).isNull();
    assertThat(desk.takenMinor()).isZero();
  }

  @Test
  void doesNotReckonInOtherCurrencies() {
    LeavingCustomer abroad = new LeavingCustomer("c", 0.8, 100_000, "JPY");
    assertThat(desk.choose(abroad, DAWN, rules(1_000_000, CALL)).getVerdict())
        .isEqualTo(RetentionVerdict.CURRENCY);
  }

  @Test
  void doesWhatTheRestOfTheBudgetAllows() {
    AlertRules rules = rules(2_600, CALL, VOUCHER);
    LeavingCustomer customer = customer(0.8, 100_000);
    assertThat(desk.choose(customer, DAWN, rules).getActionId()).isEqualTo("voucher");
    assertThat(desk.choose(customer, DAWN + 1, rules).getActionId()).isEqualTo("call");
    assertThat(desk.choose(customer, DAWN + 2, rules).getVerdict())
        .isEqualTo(RetentionVerdict.BUDGET);
    assertThat(desk.choose(customer, DAWN + Micros.PER_DAY, rules).getVerdict())
        .isEqualTo(RetentionVerdict.ACTION);
  }

  @Test
  void keepsTheDaysOfItsTimeZone() {
    AlertRules rules = rules(500, CALL);
    rules.setDeskTimeZone("Asia/Tokyo");
    LeavingCustomer customer = customer(0.8, 100_000);
    long midnight = DAWN + Micros.PER_DAY * 15 / 24;
    assertThat(
            LongStream.of(DAWN, midnight - 1, midnight, midnight - 1) // the last one comes late
                .mapToObj(at -> desk.choose(customer, at, rules).getVerdict()))
        .containsExactly(
            RetentionVerdict.ACTION,
            RetentionVerdict.BUDGET,
            RetentionVerdict.ACTION,
            RetentionVerdict.BUDGET);
  }

  @Test
  void takesNoActionForThoseHeldOutAndChargesNothingForThem() {
    AlertRules rules = rules(1_000_000, CALL, VOUCHER);
    rules.getRetention().setHoldoutShare(0.3);
    int heldOut = 0;
    for (int i = 0; i < 1_000; i++) {
      long before = desk.takenMinor();
      LeavingCustomer customer = new LeavingCustomer("c" + i, 0.8, 20_000, "EUR");
      RetentionChoice choice = desk.choose(customer, DAWN, rules);
      if (choice.getVerdict() == RetentionVerdict.HOLDOUT) {
        heldOut++;
        assertThat(choice.getActionId()).isNotNull();
        assertThat(choice.getSavedMarginMinor()).isPositive();
        assertThat(desk.takenMinor()).isEqualTo(before);
      }
      assertThat(choice.getVerdict() == RetentionVerdict.HOLDOUT)
          .isEqualTo(Holdout.contains("c" + i, "retention", 0.3));
    }
    assertThat(heldOut).isBetween(250, 350);
  }

  @Test
  void choosesAgainFromPriceAndWhatWasLeft() {
    AlertRules rules = rules(20_000, CALL, VOUCHER, DISCOUNT);
    for (LeavingCustomer customer : customers(new SplittableRandom(3), 300)) {
      RetentionChoice choice = desk.choose(customer, DAWN, rules);
      assertThat(
              RetentionPolicy.choose(
                  customer, rules.getRetention(), choice.getPrice(), choice.getBudgetLeftMinor()))
          .isEqualTo(choice);
    }
  }

  @Test
  void goesOnWhereItWas() throws IOException {
    AlertRules rules = rules(20_000, CALL, VOUCHER, DISCOUNT);
    List<LeavingCustomer> customers = customers(new SplittableRandom(1), 200);
    for (int i = 0; i < 100; i++) {
      desk.choose(customers.get(i), DAWN + i, rules);
    }
    RetentionDesk other = RetentionDesk.exact(writtenAndRead(desk.state()));
    for (int i = 100; i < 200; i++) {
      long at = DAWN + i * Micros.PER_DAY / 150;
      assertThat(other.choose(customers.get(i), at, rules))
          .isEqualTo(desk.choose(customers.get(i), at, rules));
    }
    assertThat(other.state()).isEqualTo(desk.state());
  }

  private static RetentionState writtenAndRead(RetentionState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    state.write(new DataOutputStream(out));
    return RetentionState.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
  }

  @Property(tries = 100)
  void neverTakesMoreThanTheBudget(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RetentionDesk drawn = RetentionDesk.exact();
    long budget = random.nextLong(60_000);
    AlertRules rules = rules(budget, CALL, VOUCHER, DISCOUNT);
    for (int day = 0; day < 5; day++) {
      long taken = 0;
      for (LeavingCustomer customer : customers(random, random.nextInt(300))) {
        RetentionChoice choice = drawn.choose(customer, DAWN + day * Micros.PER_DAY, rules);
        taken += choice.getReservedMinor();
        assertThat(choice.getVerdict() == RetentionVerdict.ACTION)
            .isEqualTo(choice.getSavedMarginMinor() > 0);
      }
      assertThat(taken).isLessThanOrEqualTo(budget);
    }
  }

  @Test
  void savesAlmostAsMuchAsAClairvoyantAndMoreThanWhoeverComesFirst() {
    AlertRules rules = rules(100_000, CALL, VOUCHER, DISCOUNT);
    SplittableRandom random = new SplittableRandom(5);
    double saved = 0;
    double clairvoyant = 0;
    double firstCome = 0;
    for (int day = 0; day < 30; day++) {
      List<LeavingCustomer> customers = customers(random, 150 + random.nextInt(100));
      for (int i = 0; i < customers.size(); i++) {
        long at = DAWN + day * Micros.PER_DAY + i * (Micros.PER_DAY / 400);
        desk.choose(customers.get(i), at, rules);
      }
      saved += desk.savedMarginMinor();
      clairvoyant += Clairvoyant.atMost(customers, rules.getRetention());
      firstCome += firstCome(customers, rules.getRetention());
    }
    assertThat(saved / clairvoyant).isGreaterThan(0.85);
    assertThat(saved / firstCome).isGreaterThan(1.2);
  }

  @Test
  void refusesWhatNoModelSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> customer(2, 0))
        .withMessage("churn=2.0 must be 0 to 1");
  }

  /** Takes the best action that the money left allows, for everybody. */
  private static double firstCome(List<LeavingCustomer> customers, RetentionRules rules) {
    long left = rules.getDailyBudgetMinor();
    double saved = 0;
    for (LeavingCustomer customer : customers) {
      double most = 0;
      long taken = 0;
      for (RetentionAction action : rules.getActions()) {
        double net = Clairvoyant.net(action, customer, rules);
        if (net > most && customer.mostCostMinor(action) <= left) {
          most = net;
          taken = customer.mostCostMinor(action);
        }
      }
      saved += most;
      left -= taken;
    }
    return saved;
  }

  private static List<LeavingCustomer> customers(SplittableRandom random, int count) {
    List<LeavingCustomer> customers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      customers.add(
          customer(0.5 + 0.5 * random.nextDouble(), 20_000 * Math.exp(random.nextGaussian())));
    }
    return customers;
  }

  static LeavingCustomer customer(double churn, double usualSpendMinor) {
    return new LeavingCustomer("c", churn, usualSpendMinor, "EUR");
  }

  static AlertRules rules(long budget, RetentionAction... actions) {
    return AlertRules.newBuilder()
        .setRetention(
            RetentionRules.newBuilder()
                .setActions(List.of(actions))
                .setMargin(0.4)
                .setDailyBudgetMinor(budget)
                .setCurrency("EUR")
                .build())
        .build();
  }
}
