package io.tidewatch.decisions;

/**
 * Ids of decisions: pure functions of what the decision was made from, so that the same events give
 * the same ids again after a restart, and whoever reads them can drop what was delivered twice.
 */
public final class DecisionIds {
  private DecisionIds() {}

  /**
   * Returns the id of an alert.
   *
   * @param triggerEventId event that led to it; empty for a rescoring
   * @param decidedAtMicros stream time of the decision
   * @param modelSha SHA-256 of the churn release
   */
  public static String alert(
      String customerId,
      String triggerEventId,
      long decidedAtMicros,
      String policyVersion,
      String modelSha) {
    return id("alert", customerId, triggerEventId, decidedAtMicros, policyVersion, modelSha);
  }

  /** Returns the id of an offer that is made; modelSha is the recommender's. */
  public static String offer(
      String customerId,
      String offerId,
      String triggerEventId,
      long decidedAtMicros,
      String policyVersion,
      String modelSha) {
    return id(
        "offer", customerId, triggerEventId, decidedAtMicros, policyVersion, modelSha, offerId);
  }

  /** Returns the id of the suppression of an offer. */
  public static String offerSuppression(
      String customerId,
      String offerId,
      String triggerEventId,
      long decidedAtMicros,
      String policyVersion) {
    return id(
        "suppression", customerId, triggerEventId, decidedAtMicros, policyVersion, "", offerId);
  }

  /** Returns the id of the suppression of an alert that would have had the given id. */
  public static String alertSuppression(String alertId) {
    return Hash.hex32("suppression|" + alertId);
  }

  /** Returns the id of a plain score. */
  public static String score(
      String customerId, String triggerEventId, long decidedAtMicros, String modelSha) {
    return id("score", customerId, triggerEventId, decidedAtMicros, "", modelSha);
  }

  /**
   * Returns the id of a change of a ticket.
   *
   * @param eventId event that made it; empty for a breach and its nearness
   * @param alertKey number of the breach or its nearness, the same whenever it comes; 0 for others
   */
  public static String ticketChange(
      String customerId, String ticketId, String eventId, long alertKey) {
    return id("ticket", customerId, eventId, alertKey, "", "", ticketId);
  }

  /**
   * Returns the seed of what is drawn at random for a decision about offers: the same at every
   * replay.
   */
  public static long seed(
      String customerId, String triggerEventId, long decidedAtMicros, String policyVersion) {
    return Hash.bits(id("seed", customerId, triggerEventId, decidedAtMicros, policyVersion, ""));
  }

  /**
   * Draws a share of decisions by a cheap hash of customer and time: the same ones at every replay.
   *
   * @param share 0 draws none, 1 all
   */
  public static boolean sampled(String customerId, long decidedAtMicros, double share) {
    long bits = (((long) customerId.hashCode()) << 32) ^ (decidedAtMicros * 0x9E3779B97F4A7C15L);
    return Hash.unit(Hash.mixed(bits)) < share;
  }

  private static String id(
      String kind,
      String customerId,
      String triggerEventId,
      long decidedAtMicros,
      String policyVersion,
      String modelSha,
      String... more) {
    StringBuilder text = new StringBuilder(192).append(kind);
    for (String part : new String[] {customerId, triggerEventId, policyVersion, modelSha}) {
      append(text, part);
    }
    for (String part : more) {
      append(text, part);
    }
    return Hash.hex32(text.append('|').append(decidedAtMicros).toString());
  }

  // The length keeps "a|b" + "c" and "a" + "b|c" apart.
  private static void append(StringBuilder text, String part) {
    text.append('|').append(part.length()).append(':').append(part);
  }
}
