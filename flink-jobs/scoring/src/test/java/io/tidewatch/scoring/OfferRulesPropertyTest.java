package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.SuppressionReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/**
 * Caps, consent, quiet hours, cool-off, groups and budgets hold whatever is drawn: offers and
 * policies that change, one to three subtasks, checkpoints that fail, kills. Every offer that was
 * live at a decision was made or has exactly one reason, the right one. What is lost with a killed
 * job counts for budgets too, because it may have been sent.
 *
 * <p>A short run by default; a long one (two minutes):
 *
 * <pre>{@code
 * mvn -pl flink-jobs/scoring test -Dtest=OfferRulesPropertyTest -Dtidewatch.decisions=1000000
 * }</pre>
 */
class OfferRulesPropertyTest {
  private static final int DECISIONS = Integer.getInteger("tidewatch.decisions", 40_000);
  private static final int OF_EACH_WORLD = 10_000;

  private static final Set<SuppressionReason> OF_OFFERS =
      EnumSet.range(SuppressionReason.LOCALE, SuppressionReason.OUTRANKED);

  @Test
  void noRuleIsEverBroken() throws Exception {
    Map<SuppressionReason, Long> heldBack = new EnumMap<>(SuppressionReason.class);
    long decisions = 0;
    long considered = 0;
    long made = 0;
    int kills = 0;
    double mostOfALimit = 0;
    for (long seed = 1; decisions < DECISIONS; seed++) {
      Run run = new Run(seed);
      try {
        run.play(OF_EACH_WORLD);
      } catch (AssertionError e) {
        throw new AssertionError("in the world of seed " + seed, e);
      }
      decisions += run.audit.decisions();
      considered += run.audit.considered();
      made += run.audit.made();
      kills += run.kills;
      mostOfALimit = Math.max(mostOfALimit, run.audit.mostOfALimit());
      run.audit.heldBack().forEach((reason, count) -> heldBack.merge(reason, count, Long::sum));
    }
    System.out.printf(
        "%,d decisions, %,d kills, %.0f %% of a limit, %,d offers considered = %,d made + %s%n",
        decisions, kills, 100 * mostOfALimit, considered, made, heldBack);
    assertThat(made + heldBack.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(considered);
    assertThat(heldBack.keySet()).containsExactlyInAnyOrderElementsOf(OF_OFFERS);
    // Every kill forfeits some pieces, so that few limits are reached.
    assertThat(mostOfALimit).isGreaterThan(0.7);
    assertThat(kills).isGreaterThan(10);
  }

  /** One world and the jobs that live in it, one after the other. */
  private static final class Run {
    private final OfferWorld world;
    private final OfferAudit audit = new OfferAudit();
    private final Random random;

    /** What was told since the last complete checkpoint, to be told again after a kill. */
    private final List<OfferStep> sinceCheckpoint = new ArrayList<>();

    private final List<SpecificRecord> uncommitted = new ArrayList<>();
    private Optional<ParallelCustomers.Checkpoint> checkpoint = Optional.empty();
    private ParallelCustomers job;
    private long checkpoints;
    private int kills;

    Run(long seed) {
      this.world = new OfferWorld(seed);
      this.random = new Random(seed);
    }

    void play(int decisions) throws Exception {
      start();
      try {
        for (OfferStep step : world.beginning()) {
          tell(step);
        }
        while (audit.decisions() < decisions) {
          for (int i = 50 + random.nextInt(400); i > 0; i--) {
            tell(world.next());
          }
          checkpoint();
          if (random.nextInt(4) == 0) {
            kill();
          }
        }
      } finally {
        job.close();
      }
    }

    private void start() throws Exception {
      job = new ParallelCustomers(1 + random.nextInt(3), checkpoint);
    }

    private void tell(OfferStep step) throws Exception {
      audit.told(step);
      sinceCheckpoint.add(step);
      job.play(step);
    }

    private void checkpoint() throws Exception {
      long id = ++checkpoints;
      ParallelCustomers.Checkpoint taken = job.checkpoint(id);
      collect();
      if (random.nextInt(6) > 0) {
        audit.committed(sinceCheckpoint, uncommitted);
        sinceCheckpoint.clear();
        uncommitted.clear();
        checkpoint = Optional.of(taken);
        job.complete(id, random);
      }
    }

    private void collect() {
      List<SpecificRecord> records = job.take();
      audit.emitted(records);
      uncommitted.addAll(records);
    }

    private void kill() throws Exception {
      for (int i = random.nextInt(200); i > 0; i--) {
        tell(world.next());
      }
      collect();
      uncommitted.clear();
      job.close();
      kills++;
      start();
      for (OfferStep step : sinceCheckpoint) {
        job.play(step);
      }
    }
  }
}
