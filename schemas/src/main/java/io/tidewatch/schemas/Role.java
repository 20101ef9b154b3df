package io.tidewatch.schemas;

import static io.tidewatch.schemas.Topic.ALERT_DELIVERIES;
import static io.tidewatch.schemas.Topic.CHURN_ALERTS;
import static io.tidewatch.schemas.Topic.CUSTOMERS;
import static io.tidewatch.schemas.Topic.CUSTOMER_KEYS;
import static io.tidewatch.schemas.Topic.CUSTOMER_SCORES;
import static io.tidewatch.schemas.Topic.DEAD_LETTERS;
import static io.tidewatch.schemas.Topic.DEAD_LETTER_REPLAYS;
import static io.tidewatch.schemas.Topic.DECISION_LOG;
import static io.tidewatch.schemas.Topic.ERASED_CUSTOMERS;
import static io.tidewatch.schemas.Topic.ERASURES;
import static io.tidewatch.schemas.Topic.MODELS;
import static io.tidewatch.schemas.Topic.MODEL_STATUS;
import static io.tidewatch.schemas.Topic.NEXT_BEST_OFFERS;
import static io.tidewatch.schemas.Topic.OFFERS;
import static io.tidewatch.schemas.Topic.OFFER_BELIEFS;
import static io.tidewatch.schemas.Topic.OUTCOMES;
import static io.tidewatch.schemas.Topic.POLICIES;
import static io.tidewatch.schemas.Topic.PURCHASES;
import static io.tidewatch.schemas.Topic.SUPPRESSIONS;
import static io.tidewatch.schemas.Topic.TICKETS;
import static io.tidewatch.schemas.Topic.TICKET_INSIGHTS;
import static io.tidewatch.schemas.Topic.TICKET_PROGRESS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who does what on the topics: the least that each part of the platform needs, so that a broker
 * refuses it everything else. Access rules are generated from here, and parts ask here for the
 * topics that they cannot do without.
 */
public enum Role {
  /** The scoring job. Its guards write to models, its learner to offer-beliefs. */
  SCORING(
      "the scoring job",
      or(or(Topic::isEvent, Topic::isControl), of(CUSTOMER_KEYS)),
      of(
          CHURN_ALERTS,
          NEXT_BEST_OFFERS,
          SUPPRESSIONS,
          CUSTOMER_SCORES,
          DECISION_LOG,
          TICKET_INSIGHTS,
          TICKET_PROGRESS,
          MODEL_STATUS,
          MODELS,
          OFFER_BELIEFS,
          ERASURES,
          ERASED_CUSTOMERS,
          DEAD_LETTERS),
      List.of("tidewatch-scoring"),
      List.of("tidewatch"),
      List.of()),

  /** Collector, query API and console. */
  GATEWAY(
      "collector, query API and console",
      of(
          CUSTOMERS,
          CUSTOMER_KEYS,
          CUSTOMER_SCORES,
          CHURN_ALERTS,
          NEXT_BEST_OFFERS,
          SUPPRESSIONS,
          OFFERS,
          OUTCOMES,
          MODELS,
          MODEL_STATUS,
          TICKET_INSIGHTS,
          TICKET_PROGRESS,
          TICKETS,
          PURCHASES,
          DECISION_LOG,
          DEAD_LETTERS,
          ERASURES),
      or(Topic::isEvent, of(CUSTOMER_KEYS, DEAD_LETTERS)),
      List.of(),
      List.of("tidewatch-customer-keys"),
      List.of("tidewatch-scoring")),

  /** Alerts to webhooks, chat rooms and mailboxes. */
  DELIVERY(
      "delivery of alerts",
      of(CHURN_ALERTS, ALERT_DELIVERIES),
      of(ALERT_DELIVERIES, DEAD_LETTERS),
      List.of("tidewatch-delivery"),
      List.of(),
      List.of()),

  /** Topics to tables of a database. */
  SINK(
      "sink to a database",
      of(
          CHURN_ALERTS,
          NEXT_BEST_OFFERS,
          CUSTOMER_SCORES,
          OUTCOMES,
          SUPPRESSIONS,
          DECISION_LOG,
          ERASURES),
      of(DEAD_LETTERS),
      List.of("tidewatch-sink"),
      List.of(),
      List.of()),

  /** Rows of a database to profiles. The topic that it follows is named when rules are made. */
  CDC(
      "change data capture of customers",
      of(CUSTOMER_KEYS),
      of(CUSTOMERS, CUSTOMER_KEYS, ERASURES, DEAD_LETTERS),
      List.of("tidewatch-changes"),
      List.of("tidewatch-customer-keys"),
      List.of()),

  /** Files and recorded histories to events. */
  IMPORT(
      "import and replay of events",
      of(CUSTOMER_KEYS),
      or(Topic::isEvent, of(CUSTOMER_KEYS)),
      List.of(),
      List.of("tidewatch-customer-keys"),
      List.of()),

  /** Systems that act on offers and say what became of them. */
  MARKETING(
      "marketing systems",
      of(NEXT_BEST_OFFERS, SUPPRESSIONS),
      of(OUTCOMES, OFFERS, POLICIES),
      List.of("marketing"),
      List.of(),
      List.of()),

  /** People with the command line: reads everything, says what the job is to do, mends letters. */
  OPERATOR(
      "the command line",
      topic -> true,
      or(or(Topic::isControl, Topic::isEvent), of(CUSTOMER_KEYS, DEAD_LETTER_REPLAYS)),
      List.of(),
      List.of("tidewatch-dead-letters", "tidewatch-customer-keys"),
      List.of("tidewatch-scoring")),

  /** Who erases and exports the data of customers: sees all, removes what is of one of them. */
  PRIVACY(
      "requests of customers about their data",
      topic -> true,
      or(of(ERASURES), Role::keepsNewestOfCustomer),
      List.of(),
      List.of(),
      List.of()),

  /** The schema registry of this platform; others have topics of their own. */
  REGISTRY("the schema registry", of(), of(), List.of(), List.of(), List.of()),

  /** Who creates topics and gives rights; needed for nothing else. */
  ADMIN("topics and rights", of(), of(), List.of(), List.of(), List.of());

  /** Topic in which the schema registry of this platform keeps its schemas. */
  public static final String SCHEMAS_TOPIC = "_schemas";

  private final String meaning;
  private final Set<Topic> reads;
  private final Set<Topic> writes;
  private final Set<String> groups;
  private final Set<String> transactions;
  private final Set<String> watched;

  Role(
      String meaning,
      Predicate<Topic> reads,
      Predicate<Topic> writes,
      List<String> groups,
      List<String> transactions,
      List<String> watched) {
    this.meaning = meaning;
    this.reads = which(reads);
    this.writes = which(writes);
    this.groups = new TreeSet<>(groups);
    this.transactions = new TreeSet<>(transactions);
    this.watched = new TreeSet<>(watched);
  }

  private static Set<Topic> which(Predicate<Topic> wanted) {
    EnumSet<Topic> topics = EnumSet.allOf(Topic.class);
    topics.removeIf(wanted.negate());
    return topics;
  }

  private static boolean keepsNewestOfCustomer(Topic topic) {
    return topic.isByCustomer() && topic.cleanup() != Topic.Cleanup.DELETE;
  }

  private static Predicate<Topic> of(Topic... topics) {
    return List.of(topics)::contains;
  }

  private static Predicate<Topic> or(Predicate<Topic> one, Predicate<Topic> other) {
    return one.or(other);
  }

  /** Returns its name on the command line and in names of logins. */
  public String roleName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what it is, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Returns the topics that it reads. */
  public Set<Topic> reads() {
    return Set.copyOf(reads);
  }

  /** Returns the topics that it writes. */
  public Set<Topic> writes() {
    return Set.copyOf(writes);
  }

  /** Returns the topics that it reads or writes, in the order of the catalogue. */
  public List<Topic> topics() {
    return Arrays.stream(Topic.values())
        .filter(topic -> reads.contains(topic) || writes.contains(topic))
        .toList();
  }

  /** Returns beginnings of the names of consumer groups in which it reads, by default. */
  public Set<String> groups() {
    return Set.copyOf(groups);
  }

  /** Returns beginnings of its transactional ids, by default. */
  public Set<String> transactions() {
    return Set.copyOf(transactions);
  }

  /** Returns consumer groups of others whose progress it looks at, by default. */
  public Set<String> watched() {
    return Set.copyOf(watched);
  }

  /**
   * Finds a role by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Role named(String name) {
    return Arrays.stream(values())
        .filter(role -> role.roleName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown role '%s'; known are %s"
                        .formatted(name, Arrays.stream(values()).map(Role::roleName).toList())));
  }
}
