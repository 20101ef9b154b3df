package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.ContextWeight;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelSlot;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What one operator gets in a test, drawn from a seed: events of some customers, removed profiles,
 * changes of what serves, watermarks, and processing time that passes.
 */
final class Script {

  /** One thing that happens. */
  sealed interface Action {
    /** Returns the customer concerned, "" if all are. */
    default String customerId() {
      return "";
    }

    /** Lets it happen. */
    void to(CustomerHarness customers) throws Exception;
  }

  /** An event or a removed profile. */
  record Comes(Inbound inbound) implements Action {
    @Override
    public String customerId() {
      return EventRouter.customerId(inbound);
    }

    @Override
    public void to(CustomerHarness customers) throws Exception {
      customers.inbound(inbound);
    }
  }

  /** A change of what serves. */
  record Control(ControlMessage message) implements Action {
    @Override
    public void to(CustomerHarness customers) throws Exception {
      customers.control(message);
    }
  }

  /** Stream time that has passed everywhere. */
  record Passed(Instant watermark) implements Action {
    @Override
    public void to(CustomerHarness customers) throws Exception {
      customers.watermark(watermark);
    }
  }

  /** Processing time in which bundles end. */
  record Waited(long millis) implements Action {
    @Override
    public void to(CustomerHarness customers) throws Exception {
      customers.processingTime(millis);
    }
  }

  private static final List<ModelSlot> SLOTS =
      Stream.of("churn", "recommender")
          .flatMap(name -> ModelSlot.ROLES.stream().map(role -> new ModelSlot(name, role)))
          .toList();

  private Script() {}

  /** Draws a script for some customers with about so many events. */
  static List<Action> random(long seed, int customers, int events) {
    Random random = new Random(seed);
    List<Action> script = new ArrayList<>();
    script.add(new Control(policy(ranked(TestEvents.policy(), random))));
    script.add(new Control(offer("coffee", 500)));
    script.add(new Control(offer("soap", 450)));
    script.add(new Control(release(TestModels.churn())));
    script.add(new Control(release(TestModels.recommender())));
    Instant passed = TestEvents.START.minus(Duration.ofDays(1));
    long waited = 0;
    for (Event event : disordered(TestEvents.random(seed, customers, events), random)) {
      script.add(new Comes(new Inbound.Accepted(event)));
      Instant at = Micros.toInstant(event.availableAtMicros());
      switch (random.nextInt(30)) {
        case 0 -> script.add(new Control(change(random)));
        case 1 ->
            script.add(
                new Comes(
                    new Inbound.Removed(
                        Topic.CUSTOMERS,
                        "c" + random.nextInt(customers + 1),
                        event.availableAtMicros())));
        case 2, 3 -> {
          waited += random.nextInt(12);
          script.add(new Waited(waited));
        }
        case 4, 5 -> {
          // Now and then it overtakes events, which are late then.
          Instant next = at.minus(Duration.ofHours(random.nextInt(48)));
          passed = next.isAfter(passed) ? next : passed;
          script.add(new Passed(passed));
        }
        default -> {}
      }
    }
    script.add(new Passed(TestEvents.day(75)));
    return script;
  }

  private static List<Event> disordered(List<Event> events, Random random) {
    List<Event> disordered = new ArrayList<>(events);
    for (int i = 0; i + 1 < events.size(); i++) {
      int other = Math.min(events.size() - 1, i + random.nextInt(4));
      disordered.set(i, disordered.set(other, disordered.get(i)));
    }
    return disordered;
  }

  private static ControlMessage change(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> offer("tea", 100 + random.nextInt(900));
      case 1 -> ControlMessage.removed(Topic.OFFERS, "coffee");
      case 2 -> ControlMessage.removed(Topic.MODELS, SLOTS.get(random.nextInt(SLOTS.size())).key());
      case 3 -> release(TestModels.recommender());
      case 4 -> release(TestModels.churn("" + random.nextInt(3), 10));
      case 5 -> challenger(TestModels.churn("" + random.nextInt(3), 7), random);
      case 6 -> challenger(TestModels.recommender("" + random.nextInt(3), 2f), random);
      case 7 ->
          CustomerHarness.message(
              random.nextBoolean() ? TestModels.churn("s", 5) : TestModels.recommender("s", 0.5f),
              ModelRole.SHADOW,
              0f);
      case 8, 9 -> TestBeliefs.message(random.nextLong(), TestModels.VOCABULARY);
      case 10 -> ControlMessage.removed(Topic.OFFER_BELIEFS, "offer/coffee");
      default -> {
        Policy policy = ranked(TestEvents.policy(), random);
        policy.setVersion("test-" + random.nextInt(100));
        policy.getAlerts().setRaiseAt(0.5f + random.nextFloat() * 0.4f);
        yield policy(policy);
      }
    };
  }

  private static Policy ranked(Policy policy, Random random) {
    policy.getRanking().setRanking(random.nextInt(3) == 0 ? Ranking.STATIC : Ranking.LEARNED);
    policy.getRanking().setExplorationFloor(0.1 * random.nextInt(3));
    policy.getRanking().setDiversity(0.5 * random.nextInt(2));
    policy
        .getRanking()
        .setContextWeights(List.of(new ContextWeight("email", 0.5 + random.nextDouble())));
    return policy;
  }

  private static ControlMessage release(Release release) {
    return CustomerHarness.message(release, ModelRole.CHAMPION, 1f);
  }

  private static ControlMessage challenger(Release release, Random random) {
    return CustomerHarness.message(release, ModelRole.CHALLENGER, random.nextFloat());
  }

  private static ControlMessage offer(String id, long valueMinor) {
    return CustomerHarness.message(TestEvents.offer(id, id, valueMinor));
  }

  private static ControlMessage policy(Policy policy) {
    return CustomerHarness.message(policy);
  }
}
