package io.tidewatch.decisions.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.decisions.retention.RetentionChoice.Act;
import io.tidewatch.schemas.Micros;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetentionDeskTest {
  private static final long DAWN = Micros.of(Instant.parse("2026-03-16T00:00:00Z"));
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final RetentionAction CALL = new RetentionAction("call", 0.1, 500, 0);
  private static final RetentionAction VOUCHER = new RetentionAction("voucher", 0.2, 2_000, 0);
  private static final RetentionAction DISCOUNT = new RetentionAction("discount", 0.3, 0, 0.1);

  private final RetentionDesk desk = new RetentionDesk();

  @Test
  void takesTheActionThatKeepsTheMostMargin() {
    RetentionRules rules = rules(1_000_000, CALL, VOUCHER, DISCOUNT);
    // Keeps 0.1 * 0.8 * 40,000 = 3,200 for 500, 6,400 for 2,000, 9,600 for 0.1 * 40,000 * 0.44.
    Act small = (Act) desk.choose(new LeavingCustomer(0.8, 100_000), DAWN, rules);
    assertThat(small.action()).isEqualTo(DISCOUNT);
    assertThat(small.expectedCostMinor()).isCloseTo(4_400, within(1e-6));
    assertThat(small.savedMarginMinor()).isCloseTo(9_600 - 4_400, within(1e-6));
    assertThat(small.reservedMinor()).isEqualTo(10_000);
    // A discount is given to those who would have stayed, too.
    Act sure = (Act) desk.choose(new LeavingCustomer(0.2, 100_000), DAWN, rules);
    assertThat(sure.action()).isEqualTo(CALL);
    assertThat(desk.savedMarginMinor()).isCloseTo(5_200 + 300, within(1e-6));
    assertThat(desk.reservedMinor()).isEqualTo(10_500);
  }

  @Test
  void doesNothingWhereNothingPays() {
    assertThat(desk.choose(new LeavingCustomer(0.8, 1_000), DAWN, rules(1_000_000, CALL)))
        .isEqualTo(RetentionChoice.NOTHING_PAYS);
    assertThat(desk.choose(new LeavingCustomer(0.8, 1_000_000), DAWN, rules(1_000_000)))
        .isEqualTo(RetentionChoice.NOTHING_PAYS);
  }

  @Test
  void doesWhatTheRestOfTheBudgetAllows() {
    RetentionRules rules = rules(2_600, CALL, VOUCHER);
    LeavingCustomer customer = new LeavingCustomer(0.8, 100_000);
    assertThat(((Act) desk.choose(customer, DAWN, rules)).action()).isEqualTo(VOUCHER);
    assertThat(((Act) desk.choose(customer, DAWN + 1, rules)).action()).isEqualTo(CALL);
    assertThat(desk.choose(customer, DAWN + 2, rules)).isEqualTo(RetentionChoice.BUDGET_NEEDED);
    assertThat(desk.choose(customer, DAWN + Micros.PER_DAY, rules)).isInstanceOf(Act.class);
  }

  @Test
  void keepsTheDaysOfItsTimeZone() {
    RetentionRules rules = new RetentionRules(List.of(CALL), 0.4, 500, ZoneId.of("Asia/Tokyo"));
    LeavingCustomer customer = new LeavingCustomer(0.8, 100_000);
    assertThat(desk.choose(customer, DAWN, rules)).isInstanceOf(Act.class);
    long midnight = DAWN + Micros.PER_DAY * 15 / 24;
    assertThat(desk.choose(customer, midnight - 1, rules)).isEqualTo(RetentionChoice.BUDGET_NEEDED);
    assertThat(desk.choose(customer, midnight, rules)).isInstanceOf(Act.class);
    // A late one counts for the present day.
    assertThat(desk.choose(customer, midnight - 1, rules)).isEqualTo(RetentionChoice.BUDGET_NEEDED);
  }

  @Test
  void goesOnWhereItWas() {
    RetentionRules rules = rules(20_000, CALL, VOUCHER, DISCOUNT);
    List<LeavingCustomer> customers = customers(new SplittableRandom(1), 200);
    for (int i = 0; i < 100; i++) {
      desk.choose(customers.get(i), DAWN + i, rules);
    }
    RetentionDesk other = new RetentionDesk(desk.state());
    for (int i = 100; i < 200; i++) {
      long at = DAWN + i * Micros.PER_DAY / 150;
      assertThat(other.choose(customers.get(i), at, rules))
          .isEqualTo(desk.choose(customers.get(i), at, rules));
    }
    assertThat(other.state()).isEqualTo(desk.state());
  }

  @Property(tries = 100)
  void neverTakesMoreThanTheBudget(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RetentionDesk drawn = new RetentionDesk();
    RetentionRules rules = rules(random.nextLong(60_000), CALL, VOUCHER, DISCOUNT);
    for (int day = 0; day < 5; day++) {
      long taken = 0;
      for (LeavingCustomer customer : customers(random, random.nextInt(300))) {
        if (drawn.choose(customer, DAWN + day * Micros.PER_DAY, rules) instanceof Act act) {
          taken += act.reservedMinor();
          assertThat(act.savedMarginMinor()).isPositive();
        }
      }
      assertThat(taken).isLessThanOrEqualTo(rules.dailyBudgetMinor());
    }
  }

  @Test
  void savesAlmostAsMuchAsAClairvoyantAndMoreThanWhoeverComesFirst() {
    RetentionRules rules = rules(100_000, CALL, VOUCHER, DISCOUNT);
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
      clairvoyant += Clairvoyant.atMost(customers, rules);
      firstCome += firstCome(customers, rules);
    }
    assertThat(saved / clairvoyant).isGreaterThan(0.85);
    assertThat(saved / firstCome).isGreaterThan(1.2);
  }

  @Test
  void refusesRulesThatContradictThemselves() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules(1, CALL, CALL))
        .withMessageContaining("two actions 'call'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetentionAction("a", 1.5, 0, 0))
        .withMessage("action a: effect=1.5 must be 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LeavingCustomer(2, 0))
        .withMessage("churn=2.0 must be 0 to 1");
  }

  /** Takes the best action that the money left allows, for everybody. */
  private static double firstCome(List<LeavingCustomer> customers, RetentionRules rules) {
    long left = rules.dailyBudgetMinor();
    double saved = 0;
    for (LeavingCustomer customer : customers) {
      double most = 0;
      long taken = 0;
      for (RetentionAction action : rules.actions()) {
        double net = Clairvoyant.net(action, customer, rules);
        if (net > most && action.mostCostMinor(customer) <= left) {
          most = net;
          taken = action.mostCostMinor(customer);
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
          new LeavingCustomer(
              0.5 + 0.5 * random.nextDouble(), 20_000 * Math.exp(random.nextGaussian())));
    }
    return customers;
  }

  private static RetentionRules rules(long budget, RetentionAction... actions) {
    return new RetentionRules(List.of(actions), 0.4, budget, UTC);
  }
}
