package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.CustomerKeys;
import io.tidewatch.connectors.kafka.Inbound;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.KafkaSinks;
import io.tidewatch.connectors.kafka.KafkaSources;
import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The scoring job, wired.
 *
 * <pre>
 *  events  ─> router ─> TEXTS ─> of visitors ─> by visitor ─> VISITORS ─┐
 *                │        │   └─> of customers ──────────> by customer <─┘
 *                │        │                    ┌─────────────────┘
 *                │         └> REPLIES ─> insights ├─> CUSTOMERS ─> scores, offers, suppressions, decision-log ──> sink
 *                ├> dead letters                 │       └> candidates ─> by desk ─> DESKS ─> alerts, ... ──┐
 *                └> steps of tickets ─> by customer ─> TICKETS ─> sink
 *  control ─> loader ─> broadcast ────────────────┘
 *                │                     ├> what models did ──> GUARDS ──> models, model-status ──> sink
 *                │                     │    truth of a few ────┘                                   │
 *                │                     └> offers, answers ─> ATTRIBUTION ─> LEARNER ─> beliefs ────┘
 *                └> model-status, dead letters ─────────────────────────────────────────────────┴─> sink
 * </pre>
 */
public final class ScoringJob {
  /** What Flink calls a job that is only rehearsed. */
  public static final String REHEARSAL = "tidewatch-rehearsal";

  private static final String NAME = "tidewatch-scoring";
  private static final Duration CONTROL_BUFFER_TIMEOUT = Duration.ofMillis(50);

  /**
   * Alerts are urgent and few: each goes on at once. Any other timeout is a thread that wakes all
   * the time, mostly for nothing.
   */
  private static final long AT_ONCE = 0;

  /** Suggestions whose fate counts; 10 MB in each part of the job. */
  private static final int MOST_FEEDBACK = 20_000;

  private ScoringJob() {}

  /**
   * Returns Flink's settings that the job wants (RocksDB with incremental checkpoints, restart
   * strategy, buffer timeout), overridden by the configuration's {@code flink.} keys. {@link
   * #build} applies them; whoever starts a cluster for the job needs them before.
   */
  public static Configuration flinkSettings(ScoringConfig config) {
    return FlinkSettings.of(config);
  }

  /** Adds the whole job to an environment; the caller executes it. */
  public static void build(StreamExecutionEnvironment env, ScoringConfig config) {
    env.configure(flinkSettings(config), ScoringJob.class.getClassLoader());
    Configuration kafka = config.configuration();
    Configuration privacy = CustomerKeys.configuration(kafka);

    SingleOutputStreamOperator<Inbound> routed =
        env.fromSource(KafkaSources.events(kafka), KafkaSources.eventWatermarks(kafka), "events")
            .uid("events")
            .process(new EventRouter(), RecordTypes.inbound())
            .name("router")
            .uid("router");

    // In one chain with the source, so that no text ever lies in a network buffer.
    SingleOutputStreamOperator<Inbound> events =
        routed
            .transform("ticket-texts", RecordTypes.inbound(), new TicketTextOperator.Factory())
            .uid("ticket-texts");

    SingleOutputStreamOperator<Inbound> ofCustomers =
        events
            .process(new VisitorSplit(), RecordTypes.inbound())
            .name("visitor-split")
            .uid("visitor-split");

    SingleOutputStreamOperator<ControlMessage> control =
        env.fromSource(KafkaSources.control(kafka), KafkaSources.controlWatermarks(), "control")
            .setParallelism(1)
            .uid("control")
            .process(new ControlLoader(ReleaseOptions.terms(kafka)), ControlMessage.TYPE)
            .setParallelism(1)
            // Every buffer timeout is a thread that wakes; control messages are in no hurry.
            .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
            .name("loader")
            .uid("loader");

    SingleOutputStreamOperator<ControlMessage> erased = of(control, Topic.ERASED_CUSTOMERS);

    SingleOutputStreamOperator<Inbound> ofVisitors =
        ofCustomers
            .getSideOutput(VisitorSplit.VISITORS)
            // In the chain of the split, which has a shorter buffer timeout for customers.
            .map(inbound -> inbound)
            .returns(RecordTypes.inbound())
            .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
            .name("of-visitors")
            .uid("of-visitors")
            .keyBy(EventRouter::customerId, Types.STRING)
            .connect(erased.broadcast(ErasedCustomers.STATE))
            .process(
                new VisitorOperator(visitors(config), config.get(ScoringOptions.ORDERING), privacy),
                RecordTypes.inbound())
            .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
            .name("visitors")
            .uid("visitors");

    SingleOutputStreamOperator<SpecificRecord> customers =
        ofCustomers
            .union(ofVisitors)
            .keyBy(EventRouter::customerId, Types.STRING)
            .connect(control.broadcast())
            .transform(
                "customers",
                RecordTypes.record(),
                new CustomerOperator(
                    settings(config),
                    config.get(ScoringOptions.ORDERING),
                    bundling(config),
                    CustomerOperator.Compiling.ASIDE,
                    GuardOptions.settings(config),
                    privacy))
            .setBufferTimeout(AT_ONCE)
            .uid("customers");

    SingleOutputStreamOperator<SpecificRecord> desks =
        customers
            .getSideOutput(CustomerOperator.CANDIDATES)
            .keyBy(candidate -> candidate.alert().getDesk(), Types.STRING)
            .process(
                new DeskOperator(
                    config.get(ScoringOptions.RESCORE_INTERVAL),
                    config.get(ScoringOptions.ORDERING),
                    budgets(config)),
                RecordTypes.record())
            .setBufferTimeout(AT_ONCE)
            .name("desks")
            .uid("desks");

    SingleOutputStreamOperator<SpecificRecord> tickets =
        unhurried(routed, EventRouter.TICKETS)
            .keyBy(TicketSignal::customerId, Types.STRING)
            .connect(of(control, Topic.POLICIES).union(erased).broadcast())
            .transform(
                "tickets",
                RecordTypes.record(),
                new TicketOperator(
                    config.get(ScoringOptions.TICKET_TTL),
                    config.get(ScoringOptions.ORDERING),
                    privacy))
            .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
            .uid("tickets");

    SingleOutputStreamOperator<SpecificRecord> replies =
        unhurried(events, TicketTextOperator.INSIGHTS)
            .keyBy(ReplyFacts::customerId, Types.STRING)
            .connect(
                control
                    .getSideOutput(ControlLoader.REPLIES)
                    .broadcast(ReplyOperator.BROADCAST.toArray(MapStateDescriptor[]::new)))
            .process(new ReplyOperator(MOST_FEEDBACK, privacy), RecordTypes.record())
            .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
            .name("replies")
            .uid("replies");

    // In one chain with their operator: most records come from there, and need no network.
    customers
        .filter(record -> !isAccount(record))
        .name("to act on")
        .uid("to-act-on")
        .sinkTo(KafkaSinks.records(kafka, ""))
        .name("sink")
        .uid(sinkUid(config, "sink"));
    customers
        .filter(ScoringJob::isAccount)
        .name("accounts")
        .uid("accounts")
        .sinkTo(KafkaSinks.accounts(kafka, "-accounts"))
        .name("sink of accounts")
        .uid(sinkUid(config, "sink-accounts"));

    desks
        .union(
            tickets,
            unhurried(routed, EventRouter.DEAD_LETTERS),
            replies,
            control.getSideOutput(ControlLoader.RECORDS))
        .sinkTo(KafkaSinks.records(kafka, "-desks"))
        .name("sink of desks, tickets and refusals")
        .uid(sinkUid(config, "sink-desks"));

    // What comes back as control does not wait for a checkpoint: said twice, it is the same.
    kafka.set(KafkaOptions.DELIVERY, DeliveryGuarantee.AT_LEAST_ONCE);
    guards(customers, control, config)
        .union(learner(customers, control, config))
        .sinkTo(KafkaSinks.records(kafka, "-guards"))
        .setParallelism(1)
        .name("sink of guards and learner")
        .uid(sinkUid(config, "sink-guards"));
  }

  private static boolean rehearses(ScoringConfig config) {
    return !config.get(KafkaOptions.REHEARSAL_TOPIC).isEmpty();
  }

  /**
   * A rehearsal must not find what the sinks kept in the savepoint: they would commit or abort
   * transactions of the job that runs.
   */
  private static String sinkUid(ScoringConfig config, String uid) {
    return rehearses(config) ? uid + "-rehearsal" : uid;
  }

  /** What is said on one control topic, for who needs no other. */
  private static SingleOutputStreamOperator<ControlMessage> of(
      SingleOutputStreamOperator<ControlMessage> control, Topic topic) {
    return control
        .filter(message -> message.topic() == topic)
        .setParallelism(1) // as the loader, or two versions might overtake each other
        .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
        .name(topic.topicName())
        .uid(topic.topicName());
  }

  /** What accounts for a decision on offers. An alert's goes with the alert, a score's is one. */
  private static boolean isAccount(SpecificRecord record) {
    return record instanceof Suppression
        || record instanceof DecisionRecord decision && decision.getOfferId() != null;
  }

  /**
   * Returns what comes out aside and is in no hurry: it waits for others before it wakes the next
   * task. The filter, in one chain with where it comes from, is there to have a timeout of its own;
   * with the job's a thread would wake each millisecond, for nothing most of the time.
   */
  private static <T> SingleOutputStreamOperator<T> unhurried(
      SingleOutputStreamOperator<?> from, OutputTag<T> aside) {
    return from.getSideOutput(aside)
        .filter(any -> true)
        .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
        .name("aside: " + aside.getId())
        .uid("aside-" + aside.getId());
  }

  /** What the learner writes comes back as control, to all parts of the job. */
  private static SingleOutputStreamOperator<SpecificRecord> learner(
      SingleOutputStreamOperator<SpecificRecord> customers,
      SingleOutputStreamOperator<ControlMessage> control,
      ScoringConfig config) {
    LearningRules rules = LearningOptions.rules(config);
    return unhurried(customers, CustomerOperator.OFFERS)
        .keyBy(OfferSignal::customerId, Types.STRING)
        .process(new AttributionOperator(rules), LearningExampleSerializer.TYPE)
        .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
        .name("attribution")
        .uid("attribution")
        .connect(control.getSideOutput(ControlLoader.BELIEFS))
        .transform(
            "learner",
            RecordTypes.record(),
            new LearnerOperator(rules, config.get(LearningOptions.PUBLISH_INTERVAL)))
        .setParallelism(1)
        .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
        .uid("learner");
  }

  /** What the guards write comes back as control, like what a person writes. */
  private static SingleOutputStreamOperator<SpecificRecord> guards(
      SingleOutputStreamOperator<SpecificRecord> customers,
      SingleOutputStreamOperator<ControlMessage> control,
      ScoringConfig config) {
    SingleOutputStreamOperator<Observation> truth =
        unhurried(customers, CustomerOperator.TRUTH)
            .keyBy(TruthSignal::customerId, Types.STRING)
            .process(new TruthOperator(), Observation.TYPE)
            .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
            .name("truth")
            .uid("truth");
    return unhurried(customers, CustomerOperator.OBSERVATIONS)
        .union(truth)
        .connect(control.getSideOutput(ControlLoader.ACCEPTED))
        .process(new GuardOperator(GuardOptions.settings(config)), RecordTypes.record())
        .setParallelism(1)
        .setBufferTimeout(CONTROL_BUFFER_TIMEOUT.toMillis())
        .name("guards")
        .uid("guards");
  }

  /** Whether what a job says again after a failure can be something else than it said before. */
  private static RetentionDesks.Budgets budgets(ScoringConfig config) {
    return config.get(ScoringOptions.ORDERING) == Ordering.ARRIVAL
            && config.get(KafkaOptions.DELIVERY) == DeliveryGuarantee.AT_LEAST_ONCE
        ? RetentionDesks.Budgets.LEASED
        : RetentionDesks.Budgets.EXACT;
  }

  private static CustomerScoring.Settings settings(ScoringConfig config) {
    return new CustomerScoring.Settings(
        config.get(ScoringOptions.RESCORE_INTERVAL),
        config.get(ScoringOptions.CUSTOMER_TTL),
        config.get(ScoringOptions.SCORE_CHANGE),
        LearningOptions.rules(config));
  }

  private static VisitorOperator.Bounds visitors(ScoringConfig config) {
    // Customers are to keep events that can still move.
    Duration ttl = config.get(ScoringOptions.VISITOR_TTL);
    Duration customerTtl = config.get(ScoringOptions.CUSTOMER_TTL);
    return new VisitorOperator.Bounds(
        config.get(ScoringOptions.VISITOR_EVENTS),
        ttl.compareTo(customerTtl) < 0 ? ttl : customerTtl);
  }

  private static Bundling bundling(ScoringConfig config) {
    return new Bundling(
        config.get(ScoringOptions.BUNDLE_SIZE),
        config.get(ScoringOptions.BUNDLE_TIME),
        config.get(ScoringOptions.CACHE_CUSTOMERS),
        config.get(ScoringOptions.DIRTY_CUSTOMERS));
  }

  /** Runs the job: {@code --config FILE}. */
  public static void main(String[] args) throws Exception {
    if (args.length != 2 || !args[0].equals("--config")) {
      throw new IllegalArgumentException(
          "usage: --config FILE (see docs/reference/configuration.md)");
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    ScoringConfig config = ScoringConfig.read(Path.of(args[1]));
    build(env, config);
    env.execute(rehearses(config) ? REHEARSAL : NAME);
  }
}
